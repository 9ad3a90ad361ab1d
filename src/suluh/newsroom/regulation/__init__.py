"""The PR regulation as versioned data: who signs what, in which order, by when (regulasi).

Doors: `operations` (load, bring into force, confirm reading, number), `queries` (the version in
force), `rules` (pure: reading YAML, chains, four eyes), `commands` (what the launcher calls).
"""
