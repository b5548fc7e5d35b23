#!/usr/bin/env python3
"""Takes every message out of a Postern archive, without Postern: read-archive.py ARCHIVE OUT (see archive-format.md)."""
import hashlib, json, os, re, sys, zlib

archive, out = sys.argv[1:3]
head = json.load(open(os.path.join(archive, "archive.json"), encoding="utf-8"))
if head["format"] != "postern-archive" or head["version"] > 1:
    sys.exit("this reader knows version 1 only")
folders, bodies, places, group, checksum = {}, {}, {}, [], 0
for number, line in enumerate(open(os.path.join(archive, "journal"), "rb"), 1):
    said, text = line[:8], line[9:].rstrip(b"\n")
    good = zlib.crc32(text, checksum) == int(said, 16) if re.fullmatch(rb"[0-9a-f]{8}", said) else False
    checksum = int(said, 16) if re.fullmatch(rb"[0-9a-f]{8}", said) else checksum
    if not good:
        print(f"journal, line {number}: not what was written", file=sys.stderr)
        continue
    group.append(json.loads(text))
    if group[-1]["is"] != "commit":
        continue  # facts count once their commit is there
    for fact in group:
        if fact["is"] == "folder":
            folders[fact["folder"]] = fact
        elif fact["is"] == "body":
            bodies[fact["hash"]] = fact
        elif fact["is"] == "message":
            places[fact["folder"], fact["uid"], fact["hash"]] = fact
    group = []
for (folder, uid, digest), fact in places.items():
    body = bodies[digest]
    with open(os.path.join(archive, "segments", "%08d.mbox" % body["segment"]), "rb") as segment:
        segment.seek(body["at"])
        mail = segment.read(body["length"])
    if body["quoted"]:
        mail = re.sub(rb"^>(>*From )", rb"\1", mail, flags=re.M)
    if hashlib.sha256(mail).hexdigest() != digest:
        print(f"{folders[folder]['path']}, UID {uid}: damaged", file=sys.stderr)
    target = os.path.join(out, "%d %s" % (folder, re.sub(r'[^\w .()-]', "_", folders[folder]["path"])))
    os.makedirs(target, exist_ok=True)
    with open(os.path.join(target, "%d-%s.eml" % (uid, digest[:8])), "wb") as file:
        file.write(mail)
