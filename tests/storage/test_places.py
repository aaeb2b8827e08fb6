"""A home in a synchronised folder, or on another computer's disk, is told and still opens."""

from pathlib import Path

import pytest

from mgdesk.__main__ import main
from mgdesk.desk import open_desk
from mgdesk.paths import Home
from mgdesk.storage import places
from mgdesk.storage.places import NetworkFolder, SyncedFolder, network_kind, synchroniser

LOCAL = "23 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"


@pytest.mark.parametrize(
    ("folder", "mark", "service"),
    [
        ("Dropbox/desk", "", "Dropbox"),
        ("Dropbox (Campus)/desk", "", "Dropbox"),
        ("box/desk", ".dropbox.cache", "Dropbox"),
        ("OneDrive - MolenGeek/desk", "", "OneDrive"),
        ("Nextcloud/desk", "", "Nextcloud"),
        ("cloud/desk", ".sync_0a1b2c3d.db", "Nextcloud"),
        ("Mobile Documents/com~apple~CloudDocs/desk", "", "iCloud"),
        ("CloudStorage/GoogleDrive-desk@example.org/desk", "", "Google Drive"),
        ("shared/desk", ".stfolder", "Syncthing"),
        ("Documents/desk", "", ""),
        ("Dropbox-old/desk", "", ""),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name_or_by_what_is_left_in_it(
    tmp_path: Path, folder: str, mark: str, service: str
) -> None:
    home = tmp_path / folder
    home.mkdir(parents=True)
    if mark:
        (home.parent / mark).touch()
    assert synchroniser(home) == service


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("30 23 0:52 / {} rw - nfs4 server:/home rw", "nfs4"),
        ("30 23 0:52 / {} rw shared:7 master:1 - cifs //server/share rw", "cifs"),
        ("30 23 0:52 / {} rw - fuse.sshfs desk@server:/ rw", "fuse.sshfs"),
        ("30 23 0:52 / {} rw - ext4 /dev/sdb1 rw", ""),
        ("30 23 0:52 / {} rw - fuse.gocryptfs /secret rw", ""),
    ],
)
def test_another_computers_disk_is_known_by_its_mount(tmp_path: Path, line: str, kind: str) -> None:
    share = tmp_path / "le partage"
    (share / "home").mkdir(parents=True)
    mounts = tmp_path / "mountinfo"
    mounts.write_text(LOCAL + line.format(str(share).replace(" ", r"\040")) + "\n")
    assert network_kind(share / "home", mounts) == kind
    assert network_kind(tmp_path, mounts) == ""


def test_this_computers_own_folder_is_not_warned_of(home: Home) -> None:
    desk = open_desk(home)
    assert desk.warnings == ()
    desk.close()


def test_a_desk_in_such_places_opens_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(LOCAL + f"30 23 0:52 / {tmp_path} rw - nfs server:/home rw\n")
    monkeypatch.setattr(places.network_kind, "__defaults__", (mounts,))
    desk = open_desk(Home(tmp_path / "Dropbox" / "home"))
    assert [type(warning) for warning in desk.warnings] == [NetworkFolder, SyncedFolder]
    assert "Dropbox" in str(desk.warnings[1])
    assert desk.check() == []
    desk.close()
    assert main(["--home", str(desk.home.root), "--language", "en", "check"]) == 0
    said = capsys.readouterr()
    assert "Dropbox" in said.err
    assert "sound" in said.out
