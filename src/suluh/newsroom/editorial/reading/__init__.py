"""Reading a text of unknown origin into the fields of a story (impor naskah).

Pure Python: no Django, no clock, no network. The door is `reading.read`; what it promises
is in `docs/how-to/import.md`.
"""
