"""The report site: pages that people look at, made from the tables. Opens from disk, asks no network for anything.

`reading` streams the tables document by document; `blocks` and `spans` cut a text into what a page shows; `rows` says
what a reader is told of a row; `pages` puts a report's page together; `collection` counts, `charts` draws;
`names` chooses file names, `rendering` loads the templates; `site` writes the files. Only here may jinja2, altair and vl_convert be imported: they are
the extra `report`, and `extra` looks whether they are there before anything else is loaded.
"""
