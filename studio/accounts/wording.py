"""What people are told of roles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from studio.accounts.models import Role

# Each may do all that the ones before it may.
MAY = {
    Role.VIEWER: _("Looks at templates, tasks and what is on air. Changes nothing."),
    Role.EDITOR: _("Makes and changes templates, too. Puts nothing on air."),
    Role.OPERATOR: _("Goes on air, too: pushes, takes and stops."),
    Role.ADMIN: _("Decides, too, who is in this workspace and as what."),
}
