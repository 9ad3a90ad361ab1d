"""Who stands in for whom in a walk: appointed and ended by an administrator on their pages."""

import re

from proofs.client import Client, Page
from proofs.planting import wall_clock
from proofs.regulating import House
from proofs.walked import done

LINK = re.compile(r"/lembaga/akhiri/pengganti/([0-9a-f-]{36})/")
MOST = 4


class Standing:
    """The substitutions of the model and of the product, kept alike.

    Nobody gets two posts of one kind in one unit: the regulation would not say for which of them
    a signature is.
    """

    def __init__(self, admin: Client, model: House) -> None:
        """Begin without any: a copied house has those that its first walk left."""
        self.admin, self.model, self.before = admin, model, set[str]()
        for unit in model.units:
            for one in self.shown(unit):
                self._end(one)

    def full(self) -> bool:
        """Say whether as many run as a walk takes."""
        return len(self.model.lent) >= MOST

    def twice(self, code: str, email: str) -> bool:
        """Say whether somebody acts already for another post of that kind there."""
        post = self.model.posts[code]
        others = self.model.people(self.model.group(post.kind, post.unit))
        return email != post.holder and email in others

    def shown(self, unit: str) -> set[str]:
        """Return the ids of the substitutions that run, as the unit's page shows them."""
        return set(LINK.findall(self.admin.get(f"/lembaga/unit/{unit}/").text))

    def appoint(self, code: str, email: str, kind: str) -> Page:
        """Ask for a substitution that runs from this morning for some days."""
        self.before = self.shown(self.model.posts[code].unit)
        said = {
            "post_code": code, "email": email, "kind": kind, "decree": f"SK {code}",
            "from_date": wall_clock(7)[:10], "until_date": wall_clock(7, hours=72)[:10],
        }  # fmt: skip
        return self.admin.post("/lembaga/pengganti/", said)

    def note(self, code: str, email: str) -> str:
        """Take what was just appointed into the model; returns what is wrong with it, or ''."""
        made = self.shown(self.model.posts[code].unit) - self.before
        if len(made) != 1:
            return f"appointed one, the unit's page shows {len(made)} more"
        one = made.pop()
        self.model.lent[code, email] = one
        self.model.periods[one] = (code, email, None)
        return ""

    def end(self, which: tuple[str, str], tick: int) -> Page:
        """Ask for the end of one today; the model forgets it if it was done."""
        page = self._end(self.model.lent[which])
        if done(page):
            self.model.periods[self.model.lent.pop(which)] = (*which, tick)
        return page

    def _end(self, one: str) -> Page:
        path = f"/lembaga/akhiri/pengganti/{one}/"
        return self.admin.post(path, {"day": wall_clock(7)[:10]})
