"""Work done (kegiatan): what units did, before anybody wrote about it.

An activity is handed in within a minute from a phone; a story is made from it, or it is closed
with a reason that the contributor sees. Voiced ÷ done is counted from the first day. Doors:
`operations.hand_in_activity`, `operations.link_story`, `queries.visible_to`, `queries.count_work`.
"""
