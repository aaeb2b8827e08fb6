"""The indicators by plain SQL and Python, written apart from ours: what ours are held against."""

from collections import Counter
from datetime import date, timedelta

PRESENT = "('present', 'late', 'left_early', 'partial')"
LABOUR = {
    "demandeur d'emploi": "unemployed", "werkloos": "unemployed", "unemployed": "unemployed",
    "long_term": "long", "chômeur de longue durée": "long", "inactive": "inactive",
    "étudiant": "inactive", "employé": "employed", "employed": "employed",
    "ne travaille pas": "", "": "",
}  # fmt: skip
ISCED = {"1": "low", "2": "low", "3": "mid", "4": "mid", "ISCED 6": "high", "7": "high", "": "",
         "CESS": ""}  # fmt: skip


class PlainIndicators:
    """Of a whole file, or of a campus by its code."""

    def __init__(self, desk, scope, today, campus=""):
        self.desk, self.today = desk, today
        self.first, self.last = scope.first_day, scope.last_day
        held = f"k.code = '{campus}'" if campus else "1 = 1"
        self.enrolled = [
            (*row[:4], date.fromisoformat(row[4]), date.fromisoformat(row[5]), *row[6:])
            for row in self.rows(f"""SELECT e.id, e.person_id, e.labour_status, e.schooling,
                coalesce(e.start_on, c.first_day), coalesce(e.exit_on, c.last_day), e.kind, e.status,
                c.status, e.exit_on, coalesce(p.gender, ''), p.birth_date,
                EXISTS (SELECT 1 FROM attendance a WHERE a.enrolment_id = e.id
                        AND a.status IN {PRESENT})
                FROM enrolment e JOIN cohort c ON c.id = e.cohort_id
                JOIN campus k ON k.id = c.campus_id JOIN person p ON p.id = e.person_id
                WHERE e.status <> 'prospect' AND c.status <> 'cancelled' AND {held}
                ORDER BY 5, e.id""")
        ]  # fmt: skip

    def rows(self, sql):
        def read(session):
            return [tuple(row) for row in session.connection().exec_driver_sql(sql)]

        return self.desk.read(read)

    def counted(self):
        """Code → people by gender; and code → (could be in it, told, proven)."""
        found, bases = Counter(), {}
        self._starts(found, bases)
        self._exits(found, bases)
        return found, bases

    def _starts(self, found, bases):
        began = {}
        for row in self.enrolled:
            person, came = row[1], row[12]
            if self.first <= row[4] <= self.last and (
                person not in began or (came and not began[person][12])
            ):
                began[person] = row
        known = Counter()
        for row in began.values():
            gender = row[10]
            if not row[12]:
                found["not_seen", gender] += 1
                continue
            labour, level, band = LABOUR[row[2]], ISCED[row[3]], self._band(row[11], row[4])
            known["labour"] += labour != ""
            known["level"] += level != ""
            known["age"] += band != "age_unknown"
            codes = ["EECO01", band]
            codes += {"unemployed": ["EECO02"], "long": ["EECO02", "EECO03"],
                      "inactive": ["EECO04"], "employed": ["EECO05"],
                      "": ["labour_unknown"]}[labour]  # fmt: skip
            codes.append({"low": "EECO09", "mid": "EECO10", "high": "EECO11",
                          "": "schooling_unknown"}[level])  # fmt: skip
            found.update((code, gender) for code in codes)
        whole = sum(n for (code, _), n in found.items() if code == "EECO01")
        for code, fact in (("EECO02", "labour"), ("EECO03", "labour"), ("EECO06", "age"),
                           ("EECO09", "level")):  # fmt: skip
            bases[code] = (whole, known[fact], 0)

    def _band(self, born, day):
        if not born:
            return "age_unknown"
        year, month, of_month = map(int, born.split("-"))
        age = day.year - year - ((day.month, day.day) < (month, of_month))
        return ("EECO06" if age < 18 else "EECO07" if age < 30
                else "age_middle" if age < 55 else "EECO08")  # fmt: skip

    def _left(self):
        """Person → the last exit in the period."""
        left = {}
        for row in sorted(self.enrolled, key=lambda row: (row[5], row[0])):
            has_ended = row[8] != "planned" or row[9]
            if (row[6] == "regular" and row[7] != "transferred" and has_ended
                    and self.first <= row[5] <= self.last and row[5] < self.today):  # fmt: skip
                left[row[1]] = row
        return left

    def results_of_all(self):
        """Of everybody who left: positive within four weeks, at work after six months; (n, told, asked)."""
        told, left = self._told(), list(self._left().values())
        soon = [self._then(told, row[0], ("weeks_4", "exit"), row[5] + timedelta(days=28))[0]
                for row in left]  # fmt: skip
        later = [self._then(told, row[0], ("months_6",), self._half_a_year(row[5]))[0]
                 for row in left if self._half_a_year(row[5]) <= self.today]  # fmt: skip
        work = {"job", "short_job", "founded"}
        good = work | {"internship", "training"}
        return {
            "exit": (sum(one in good for one in soon), sum(map(bool, soon)), len(soon)),
            "later": (sum(one in work for one in later), sum(map(bool, later)), len(later)),
        }

    def _exits(self, found, bases):
        left = self._left()
        told = self._told()
        base = {code: [0, 0, 0] for code in ("EECR01", "EECR02", "EECR04", "EECR05")}
        for person, row in left.items():
            if any(other[1] == person and other[4] <= self.last and other[5] > row[5]
                   for other in self.enrolled):  # fmt: skip
                continue
            if not row[12]:
                found["left_not_seen", row[10]] += 1
                continue
            self._one_exit(row, told, found, base)
        bases.update({code: tuple(numbers) for code, numbers in base.items()})

    def _one_exit(self, row, told, found, base):
        gender, entry = row[10], LABOUR[row[2]]
        weeks = row[5] + timedelta(days=28)
        kind, proof = self._then(told, row[0], ("weeks_4", "exit"), weeks)
        found["left", gender] += 1
        work, jobless = ("job", "short_job", "founded"), entry in ("unemployed", "long", "inactive")
        code = "exit_other" if kind else "exit_unknown"
        if kind in ("internship", "training"):
            code = "EECR02"
        elif kind == "searching" and entry == "inactive":
            code = "EECR01"
        elif kind in work and jobless:
            code = "EECR04"
        found[code, gender] += 1
        could = {"EECR01": entry == "inactive", "EECR02": True, "EECR04": jobless}
        for name, inside in could.items():
            for place, counts in enumerate((inside, inside and kind, name == code and proof)):
                base[name][place] += bool(counts)
        half_a_year = self._half_a_year(row[5])
        if half_a_year > self.today:
            found["later_not_yet", gender] += 1
            return
        kind, proof = self._then(told, row[0], ("months_6",), half_a_year)
        code = "later_other" if kind else "later_unknown"
        if kind in work and jobless:
            code = "EECR05"
        found[code, gender] += 1
        for place, counts in enumerate((jobless, jobless and kind, code == "EECR05" and proof)):
            base["EECR05"][place] += bool(counts)

    @staticmethod
    def _half_a_year(day):
        months = day.month + 6
        for last in (day.day, 30, 29, 28):
            try:
                return date(day.year + (months > 12), (months - 1) % 12 + 1, last)
            except ValueError:
                continue
        raise AssertionError

    def _told(self):
        found = {}
        for enrolment, milestone, *rest in self.rows("""SELECT enrolment_id, milestone, kind, since,
                evidence FROM outcome WHERE milestone IS NOT NULL ORDER BY noted_at, id"""):
            found[enrolment, milestone] = rest
        return found

    @staticmethod
    def _then(told, enrolment, milestones, day):
        for one in milestones:
            kind, since, evidence = told.get((enrolment, one), ("unknown", None, ""))
            if kind not in ("unknown", "unreachable") and (
                not since or date.fromisoformat(since) <= day
            ):
                return kind, evidence != "declared"
        return "", False
