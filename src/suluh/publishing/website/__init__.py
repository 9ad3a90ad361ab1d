"""The website (situs): the public site, baked from Editions into files, and its few forms.

Source: docs/decisions/0014-baked-site.md. Rendering is pure: `(page key, rows) -> bytes`. An
incremental bake leaves the same tree as a full one, byte for byte. Doors: `operations.bake`,
`operations.bake_for_edition`.
"""
