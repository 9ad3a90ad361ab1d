"""Pictures (foto): what units photograph, with words, credit, consent and rights.

A picture's bytes are its public master: decoded in a child process, turned upright, stripped of
metadata, encoded once. Nothing here is public; the bake copies what an Edition names. Doors:
`operations.upload_picture`, `operations.describe_picture`, `queries.visible_to`,
`queries.figure_part`, `rules.may_be_published`.
"""
