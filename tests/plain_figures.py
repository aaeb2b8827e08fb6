"""Every figure of a report by plain SQL and Python, written apart from ours: what ours is held against."""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo


class Raw:
    """The tables themselves, read by plain SQL; days of moments are reckoned here, in Python."""

    def __init__(self, desk, scope, today, campus="", partner=""):
        self.desk, self.campus, self.partner, self.today = desk, campus, partner, today
        self.scope = scope
        self.first, self.last = scope.first_day.isoformat(), scope.last_day.isoformat()

    @cache  # noqa: B019 - a few questions of one test
    def rows(self, sql):
        def read(session):
            return [tuple(row) for row in session.connection().exec_driver_sql(sql)]

        return self.desk.read(read)

    def held(self, code):
        """A condition on a campus's code."""
        return f"{code} = '{self.campus}'" if self.campus else "1 = 1"

    def of_partner(self, table, column, key):
        if not self.partner:
            return "1 = 1"
        return (f"{key} IN (SELECT x.{column} FROM {table} x JOIN partner p ON p.id = x.partner_id"
                f" WHERE p.name = '{self.partner}')")  # fmt: skip

    def local(self, rows):
        """(…, moment, zone) → (…, local day), within the period."""
        found = []
        for *rest, moment, zone in rows:
            at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
            day = at.astimezone(ZoneInfo(zone)).date().isoformat()
            if self.first <= day <= self.last:
                found.append((*rest, day))
        return found

    # --- sources -------------------------------------------------------------------------------

    def classes(self):
        return self.rows(f"""SELECT c.id FROM cohort c JOIN campus k ON k.id = c.campus_id
            WHERE c.status <> 'cancelled' AND c.first_day <= '{self.last}'
            AND c.last_day >= '{self.first}' AND {self.held("k.code")}
            AND {self.of_partner("cohort_partner", "cohort_id", "c.id")}""")

    def slots(self):
        ids = "', '".join(row[0] for row in self.classes())
        return self.rows(f"""SELECT s.cohort_id, s.id,
            (strftime('%s', '2000-01-01 ' || substr(s.ends_at, 1, 8))
             - strftime('%s', '2000-01-01 ' || substr(s.starts_at, 1, 8))) / 60, s.day
            FROM slot s WHERE s.cohort_id IN ('{ids}')
            AND s.day BETWEEN '{self.first}' AND '{self.last}'""")

    def enrolled(self):
        ids = "', '".join(row[0] for row in self.classes())
        return self.rows(f"""SELECT e.person_id, e.cohort_id, e.id, e.status, e.kind, e.start_on,
            e.exit_on, c.first_day, c.last_day FROM enrolment e JOIN cohort c ON c.id = e.cohort_id
            WHERE e.cohort_id IN ('{ids}') AND e.status <> 'prospect'""")

    def marks(self):
        return {
            (slot, enrolment): (status, minutes)
            for slot, enrolment, status, minutes in self.rows(
                "SELECT slot_id, enrolment_id, status, minutes FROM attendance"
            )
        }

    def half_days(self):
        """(person, enrolment, cohort, minutes of the half-day, mark, is covered)."""
        marks, slots = self.marks(), self.slots()
        for person, cohort, key, status, _kind, start, end, _first, _last in self.enrolled():
            for its_cohort, slot, minutes, day in slots:
                if its_cohort == cohort:
                    has_left = status in {"withdrawn", "excluded", "transferred"}
                    covers = (not start or day >= start) and (day <= end if end else not has_left)
                    yield person, key, cohort, minutes, marks.get((slot, key)), covers

    def registered(self):
        return self.local(
            self.rows(f"""SELECT r.person_id, v.id, r.status, v.starts_at, k.zone
            FROM event v JOIN campus k ON k.id = v.campus_id
            LEFT JOIN registration r ON r.event_id = v.id
            WHERE v.status <> 'cancelled' AND {self.held("k.code")}
            AND {self.of_partner("event_partner", "event_id", "v.id")}""")
        )

    def checked_in(self):
        if self.partner:
            return []
        return self.local(
            self.rows(f"""SELECT i.person_id, i.campus_id, i.kind, i.at, k.zone
            FROM check_in i JOIN campus k ON k.id = i.campus_id
            WHERE i.direction = 'arrival' AND {self.held("k.code")}""")
        )

    def coached(self):
        if self.partner:
            return []
        return self.local(
            self.rows(f"""SELECT a.person_id, a.id, a.starts_at, k.zone
            FROM coaching_session a JOIN campus k ON k.id = a.campus_id
            WHERE a.status = 'done' AND {self.held("k.code")}""")
        )

    def left(self):
        rows = self.rows(f"""SELECT e.person_id, e.id, coalesce(e.exit_on, c.last_day)
            FROM enrolment e JOIN cohort c ON c.id = e.cohort_id JOIN campus k ON k.id = c.campus_id
            WHERE e.kind = 'regular' AND e.status NOT IN ('prospect', 'transferred')
            AND c.status <> 'cancelled' AND (c.status <> 'planned' OR e.exit_on IS NOT NULL)
            AND {self.held("k.code")} AND {self.of_partner("cohort_partner", "cohort_id", "c.id")}
            AND coalesce(e.exit_on, c.last_day) BETWEEN '{self.first}' AND '{self.last}'
            AND coalesce(e.exit_on, c.last_day) < '{self.today}'
            ORDER BY coalesce(e.exit_on, c.last_day), e.id""")
        return {person: enrolment for person, enrolment, _day in rows}  # the last one stays

    def told(self):
        """Enrolment → kinds, the latest of each milestone."""
        latest = {}
        for enrolment, milestone, kind in self.rows("""SELECT enrolment_id, milestone, kind
                FROM outcome WHERE milestone IS NOT NULL ORDER BY noted_at, id"""):
            latest[enrolment, milestone] = kind
        found = {}
        for (enrolment, _milestone), kind in latest.items():
            found.setdefault(enrolment, set()).add(kind)
        return found

    def kept_by_partner(self, name):
        """(people reached, learners, minutes, cohorts, events, hires) of a partner's page."""
        part = Raw(self.desk, self.scope, self.today, self.campus, name)
        rows = [(person, cohort, mark[1]) for person, _key, cohort, _m, mark, _c in part.half_days()
                if mark and mark[0] in {"present", "late", "left_early", "partial"}]  # fmt: skip
        hired = self.local(
            self.rows(f"""SELECT u.person_id, u.noted_at, coalesce(k.zone, 'UTC') FROM outcome u
            JOIN employer m ON m.id = u.employer_id JOIN partner p ON p.id = m.partner_id
            JOIN person q ON q.id = u.person_id LEFT JOIN enrolment e ON e.id = u.enrolment_id
            LEFT JOIN cohort c ON c.id = e.cohort_id
            LEFT JOIN campus k ON k.id = coalesce(c.campus_id, q.campus_id)
            WHERE p.name = '{name}' AND {self.held("k.code")}
            AND u.kind IN ('job', 'short_job', 'internship') AND NOT EXISTS (SELECT 1
            FROM outcome b WHERE b.enrolment_id = u.enrolment_id AND b.milestone = u.milestone
            AND (b.noted_at, b.id) > (u.noted_at, u.id))""")
        )
        guests = {(row[0], row[1]) for row in part.registered() if row[2] == "attended"}
        return (
            len(part.came()), len({row[0] for row in rows}), sum(row[2] for row in rows),
            len({row[1] for row in rows}), len({event for _person, event in guests}),
            len({row[0] for row in hired}),
        )  # fmt: skip

    # --- figures -------------------------------------------------------------------------------

    def came(self):
        # Whoever is there has come, a prospect who tries a class as well.
        people = {
            row[0]
            for row in self.rows(f"""SELECT e.person_id FROM attendance a
            JOIN slot s ON s.id = a.slot_id JOIN enrolment e ON e.id = a.enrolment_id
            JOIN cohort c ON c.id = e.cohort_id JOIN campus k ON k.id = c.campus_id
            WHERE a.status IN ('present', 'late', 'left_early', 'partial')
            AND s.day BETWEEN '{self.first}' AND '{self.last}' AND c.status <> 'cancelled'
            AND {self.held("k.code")} AND {self.of_partner("cohort_partner", "cohort_id", "c.id")}""")
        }
        people |= {row[0] for row in self.registered() if row[2] == "attended"}
        people |= {row[0] for row in self.checked_in()}
        return people | {row[0] for row in self.coached()}

    def before(self):
        earlier = Raw.__new__(Raw)
        earlier.__dict__ = dict(self.__dict__)
        day = date.fromisoformat(self.first).toordinal() - 1
        earlier.first, earlier.last = "1900-01-01", date.fromordinal(day).isoformat()
        return earlier.came()

    def shares(self):
        half_days = [row for row in self.half_days() if row[4] and row[4][0] != "not_required"]
        present = {"present", "late", "left_early", "partial"}
        excused = dict(
            self.rows("""SELECT c.id, coalesce(o.does_excused_count,
            t.does_excused_count, 1) FROM cohort c JOIN campus k ON k.id = c.campus_id
            LEFT JOIN funder_profile o ON o.id = c.funder_profile_id
            LEFT JOIN funder_profile t ON t.id = k.funder_profile_id""")
        )
        attended = 0
        for _person, _key, cohort, minutes, (status, there), _covers in half_days:
            attended += there if status in present else 0
            attended += minutes if status == "excused" and excused[cohort] else 0
        ended = self.rows(f"""SELECT e.status FROM enrolment e JOIN cohort c ON c.id = e.cohort_id
            JOIN campus k ON k.id = c.campus_id WHERE c.status <> 'cancelled'
            AND c.last_day BETWEEN '{self.first}' AND '{self.last}' AND {self.held("k.code")}
            AND c.last_day < '{self.today}'
            AND {self.of_partner("cohort_partner", "cohort_id", "c.id")}
            AND e.status NOT IN ('prospect', 'transferred')""")
        registered = [status for _p, _v, status, _d in self.registered()]
        left, told = self.left(), self.told()
        missing = {"unreachable", "unknown"}
        heard = {e for e in left.values() if told.get(e, set()) - missing}
        answers = {e: told[e] for e in heard}

        def share(kinds):
            return sum(bool(answers[e] & kinds) for e in heard), len(heard)

        work = {"job", "short_job", "founded"}
        return {
            "attendance_rate": (attended, sum(row[3] for row in half_days)),
            "completion_rate": (sum(row[0] == "completed" for row in ended), len(ended)),
            "event_rate": (registered.count("attended"),
                           registered.count("attended") + registered.count("no_show")),
            "response_rate": (len(heard), len(left)),
            "positive_rate": share(work | {"internship", "training"}),
            "work_rate": share(work),
            "lasting_rate": share({"job", "founded"}),
        }  # fmt: skip

    def figures(self):
        came, half_days = self.came(), list(self.half_days())
        enrolled = [row for row in self.enrolled() if (row[5] or row[7]) <= self.last
                    and (row[6] or row[8]) >= self.first]  # fmt: skip
        attended = [row for row in self.registered() if row[2] == "attended"]
        inside, coached = self.checked_in(), self.coached()
        coworking = [row for row in inside if row[2] == "coworking"]
        present = {"present", "late", "left_early", "partial"}
        applied = self.local(
            self.rows(f"""SELECT a.person_id, a.received_at, k.zone
            FROM application a JOIN campus k ON k.id = a.campus_id LEFT JOIN cohort c
            ON c.id = a.cohort_id WHERE {self.held("k.code")}
            AND {self.of_partner("cohort_partner", "cohort_id", "c.id")}""")
        )
        founders = (
            []
            if self.partner
            else self.rows(f"""SELECT DISTINCT f.person_id FROM founder f
            JOIN company o ON o.id = f.company_id JOIN campus k ON k.id = o.campus_id
            WHERE o.founded_on BETWEEN '{self.first}' AND '{self.last}' AND {self.held("k.code")}""")
        )
        named = f"p.name = '{self.partner}'" if self.partner else "1 = 1"
        hired = self.local(
            self.rows(f"""SELECT u.person_id, u.noted_at, coalesce(k.zone, 'UTC')
            FROM outcome u
            JOIN employer m ON m.id = u.employer_id JOIN partner p ON p.id = m.partner_id
            JOIN person q ON q.id = u.person_id
            LEFT JOIN enrolment e ON e.id = u.enrolment_id LEFT JOIN cohort c ON c.id = e.cohort_id
            LEFT JOIN campus k ON k.id = coalesce(c.campus_id, q.campus_id)
            WHERE {named} AND {self.held("k.code")}
            AND u.kind IN ('job', 'short_job', 'founded') AND u.id NOT IN (SELECT a.id
            FROM outcome a JOIN outcome b ON b.enrolment_id = a.enrolment_id
            AND b.milestone = a.milestone AND (b.noted_at, b.id) > (a.noted_at, a.id))""")
        )
        return {
            "people_reached": len(came),
            "new_people": len(came - self.before()),
            "applicants": len({row[0] for row in applied}),
            "cohorts": len(self.classes()),
            "learners": len({row[0] for row in enrolled}),
            "sent_by_employers": len({row[0] for row in enrolled if row[4] == "employer"}),
            "class_hours": sum(row[2] for row in self.slots()),
            "hours_due": sum(row[3] for row in half_days
                             if (row[4][0] != "not_required" if row[4] else row[5])),
            "hours_attended": sum(row[4][1] for row in half_days if row[4] and row[4][0] in present),
            "leavers": len(self.left()),
            "founders": len(founders),
            "hired_by_partners": len({row[0] for row in hired}),
            "events": len({row[1] for row in self.registered()}),
            "event_visits": len(attended),
            "event_people": len({row[0] for row in attended}),
            "coworking_days": len({(row[0], row[1], row[3]) for row in coworking}),
            "coworkers": len({row[0] for row in coworking}),
            "coaching_sessions": len(coached),
            "coached_people": len({row[0] for row in coached}),
            "visitors": len({row[0] for row in inside if row[2] == "visit"}),
        }  # fmt: skip
