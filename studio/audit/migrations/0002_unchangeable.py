"""The database itself refuses to change an entry, whoever asks for it."""

from django.db import migrations

SENTENCE = "an entry of the audit log is never changed"
ON = {
    "sqlite": [
        "CREATE TRIGGER audit_entry_unchangeable BEFORE UPDATE ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION audit_entry_unchangeable() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$",
        "CREATE TRIGGER audit_entry_unchangeable BEFORE UPDATE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_unchangeable()",
    ],
}
OFF = {
    "sqlite": ["DROP TRIGGER audit_entry_unchangeable"],
    "postgresql": [
        "DROP TRIGGER audit_entry_unchangeable ON audit_entry",
        "DROP FUNCTION audit_entry_unchangeable()",
    ],
}


def forwards(apps, editor):
    run(ON, editor)


def backwards(apps, editor):
    run(OFF, editor)


def run(statements, editor):
    for statement in statements[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
