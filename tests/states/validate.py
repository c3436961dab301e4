"""validate.py SCHEMA FILE ...: a line for each file, "valid" or "refused" and its name. Exit 77 without the library."""
import json, os, sys
try:
    import jsonschema
except ImportError:
    sys.exit(77)
schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sys.argv[2:]:
    try:
        machine = json.load(open(path, encoding="utf-8"))
    except ValueError:
        continue
    print("valid" if validator.is_valid(machine) else "refused", os.path.basename(path))
