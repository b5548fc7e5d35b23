"""Takes every message out of a Postern archive, without Postern: python3 read-archive.py ARCHIVE OUT (see archive-format.md)."""
import hashlib, json, os, pathlib, re, sys, zlib

archive, out = sys.argv[1:3]
head = json.load(open(os.path.join(archive, "archive.json"), encoding="utf-8"))
assert (head["format"], head["version"]) == ("postern-archive", 1), "this reader knows version 1 only"
folders, bodies, places, group, checksum = {}, {}, set(), [], 0
for number, line in enumerate(open(os.path.join(archive, "journal"), "rb"), 1):
    said, text = line[:8], line[9:].rstrip(b"\n")
    said = int(said, 16) if re.fullmatch(rb"[0-9a-f]{8}", said) else None
    good, checksum = zlib.crc32(text, checksum) == said, checksum if said is None else said
    if not good:
        print(f"journal, line {number}: not what was written", file=sys.stderr)
        continue
    group.append(json.loads(text))
    if group[-1]["is"] != "commit":
        continue  # facts count once their commit is there
    for fact in group:
        if fact["is"] == "folder":
            folders[fact["folder"]] = fact
        elif fact["is"] in ("body", "forget"):
            bodies[fact["hash"]] = fact
        elif fact["is"] == "message":
            places.add((fact["folder"], fact["uid"], fact["hash"]))
    group = []
for folder, uid, digest in sorted(places):
    body = bodies.get(digest, {})
    if "segment" not in body:
        print(f"{folders[folder]['path']}, UID {uid}: not here ({body.get('is', 'damaged journal')})", file=sys.stderr)
        continue
    with open(os.path.join(archive, "segments", "%08d.mbox" % body["segment"]), "rb") as segment:
        segment.seek(body["at"])
        mail = segment.read(body["length"])
    if body["quoted"]:
        mail = re.sub(rb"^>(>*From )", rb"\1", mail, flags=re.M)
    if hashlib.sha256(mail).hexdigest() != digest:
        print(f"{folders[folder]['path']}, UID {uid}: damaged", file=sys.stderr)
    target = pathlib.Path(out, "%d %s" % (folder, re.sub(r'[^\w .()-]', "_", folders[folder]["path"])))
    target.mkdir(parents=True, exist_ok=True)
    (target / ("%d-%s.eml" % (uid, digest[:8]))).write_bytes(mail)
