"""Names of days and months in the texts, so that they fit the day on which something happened."""

import re
from datetime import date
from typing import Final

DAYS: Final = {
    "hari": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Final = {
    "bulan": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ),
    "month": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip
TOKEN: Final = re.compile(r"\{(hari|day|bulan|month)(?:-([0-9]+))?\}")


def dated(text: str, day: date) -> str:
    """Return a text with `{hari}` as the weekday and `{bulan-2}` as the month two before."""

    def name(found: re.Match[str]) -> str:
        back = int(found[2] or 0)
        if found[1] in DAYS:
            return DAYS[found[1]][(day.weekday() - back) % 7]
        return MONTHS[found[1]][(day.month - 1 - back) % 12]

    return TOKEN.sub(name, text)
