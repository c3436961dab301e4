"""validate.py [--why] SCHEMA FILE ...: a line for each file, "valid" or "refused" and its name; with --why only those that are refused, and each reason. Exit 77 without the library."""
import json, os, sys
try:
    import jsonschema
except ImportError:
    sys.exit(77)
words = [word for word in sys.argv[1:] if word != "--why"]
schema = json.load(open(words[0], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

def reasons(error):
    """The innermost reasons: of an anyOf those of the choice that fits best."""
    if not error.context:
        return [f"{error.json_path}: {error.message}"]
    choices = {}
    for inner in error.context:
        choices.setdefault(inner.schema_path[0], []).append(inner)
    best = min(choices.values(), key=len)
    return [reason for inner in best for reason in reasons(inner)]

for path in words[1:]:
    try:
        document = json.load(open(path, encoding="utf-8"))
    except ValueError as failure:
        if "--why" in sys.argv:
            print("refused", os.path.basename(path), failure)
        continue
    if "--why" in sys.argv:
        for error in validator.iter_errors(document):
            for reason in reasons(error):
                print("refused", os.path.basename(path), reason[:300])
    else:
        print("valid" if validator.is_valid(document) else "refused", os.path.basename(path))
