"""The website (situs): the public site, baked from Editions into files, and its few forms.

Source: house.md 1.7. Rendering is pure: `(page key, rows) -> bytes`. An incremental bake leaves
the same tree as a full one, byte for byte. Doors: `operations.bake`, `operations.bake_for_edition`.
"""
