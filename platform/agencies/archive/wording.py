"""What an archive says of itself to whoever opens it years later."""

README_TEXT = """\
Everything that one agency has on Yardstick.

manifest.json    what is here: version, applied migrations, and for every part its rows and SHA-256
tables/*.ndjson  one file a table, one JSON object a line, in the order of the table's key
shared/*.ndjson  people: members, open invitations and the names of API keys; no password, no token, no digest of one
files/xx/SHA256  the bytes that a row names by their SHA-256

How values are written
  whole numbers and yes/no    as JSON has them
  decimals                    as text, with every digit: "12.500000"
  days                        as text: "2026-02-28"
  moments                     as text in UTC: "2026-02-28T09:30:00.000000Z"
  trees (jsonb) and lists     as JSON
  bytes                       {"sha256": "...", "bytes": 123}, the bytes themselves under files/
  what holds nothing (NULL)   is left out of its line

To check a part: sha256sum tables/clients_brand.ndjson, and compare with the manifest.
To restore: manage.py restore_agency ARCHIVE --slug NAME
In a restored agency members ask for a new password, API keys and upload links are made anew, open invitations are
closed, and imports that waited for a worker have failed and can be tried again.
"""
