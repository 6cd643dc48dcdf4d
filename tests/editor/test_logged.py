"""What the audit log is told of templates."""

from __future__ import annotations

from django.urls import reverse

from studio.audit.models import Entry
from tests import builders
from tests.builders import Cast, client_for


def test_each_act_on_a_template_is_told_with_who_did_it(cast: Cast) -> None:
    client = client_for(cast.editor)
    template = builders.template(cast.workspace, name="Evening")
    address = [template.pk]
    client.post(reverse("template-new"))
    client.post(reverse("template-rename", args=address), {"name": "Late"})
    client.post(reverse("template-duplicate", args=address))
    client.post(reverse("template-delete", args=address))
    client.post(reverse("template-restore", args=address))
    rows = Entry.objects.order_by("pk").values_list("act", "name", "difference", "person_name")
    assert list(rows) == [
        ("made-template", "New template", "", "editor"),
        ("renamed-template", "Late", "Evening → Late", "editor"),
        ("made-template", "Late (copy)", "", "editor"),
        ("deleted-template", "Late", "", "editor"),
        ("restored-template", "Late", "", "editor"),
    ]
    assert set(Entry.objects.values_list("workspace_id", "address")) == {
        (cast.workspace.pk, "127.0.0.1")
    }


def test_what_was_not_done_is_not_told(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    client_for(cast.viewer).post(reverse("template-delete", args=[template.pk]))
    client_for(cast.editor).post(reverse("template-rename", args=[template.pk]), {"name": " "})
    assert not Entry.objects.exists()
