"""How long versions are kept: what has a name for good, the rest by three settings.

After STUDIO_VERSIONS_WHOLE_DAYS one of a day is left of what was saved, the last; what went out
stays. STUDIO_VERSIONS_DAYS after another took its place it goes, and of one template never more
than STUDIO_VERSIONS_MOST are left, of which what went out goes last. What a template holds now is
its own, and no version has to be there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from studio.editor.models import TemplateVersion

AT_ONCE = 500


def sweep() -> None:
    """Forgets what is kept no longer."""
    rows = TemplateVersion.objects.filter(name="")
    now = timezone.now()
    if settings.VERSIONS_DAYS:
        forget(replaced_before(rows, now - timedelta(days=settings.VERSIONS_DAYS)))
    if settings.VERSIONS_WHOLE_DAYS:
        forget(all_but_one_a_day(rows))
    full = rows.values("template").annotate(count=Count("pk"))
    too_many = full.filter(count__gt=settings.VERSIONS_MOST)
    for template in list(too_many.values_list("template", flat=True)):
        forget(the_dearest_first(rows.filter(template=template)), but=settings.VERSIONS_MOST)


def replaced_before(rows: QuerySet[TemplateVersion], then: datetime) -> QuerySet[TemplateVersion]:
    """Those that were not even then the last of their template. One tells when it was saved, and
    what nobody touched for a year is kept when it is overwritten: it is old, and just gone.
    """
    later = TemplateVersion.objects.filter(
        template=OuterRef("template"), pk__gt=OuterRef("pk"), created_at__lt=then
    )
    return rows.filter(Exists(later), created_at__lt=then)


def the_dearest_first(rows: QuerySet[TemplateVersion]) -> QuerySet[TemplateVersion]:
    """Of one template: what went out before what was only saved. But half of the room is for
    whatever was last, or a show that is taken often would lose what it has just overwritten.
    """
    keys = rows.order_by("-pk").values_list("pk", flat=True)
    last = keys[: (settings.VERSIONS_MOST + 1) // 2]
    dear = Q(reason__in=TemplateVersion.WENT_OUT) | Q(pk__gte=min(last, default=0))
    return rows.order_by(Case(When(dear, then=0), default=1), "-pk")


def all_but_one_a_day(rows: QuerySet[TemplateVersion]) -> QuerySet[TemplateVersion]:
    """Of whole days that are long ago, and of each template; days are those of the studio."""
    oldest = timezone.localtime() - timedelta(days=settings.VERSIONS_WHOLE_DAYS)
    midnight = oldest.replace(hour=0, minute=0, second=0, microsecond=0)
    old = rows.filter(created_at__lt=midnight).exclude(reason__in=TemplateVersion.WENT_OUT)
    days = old.annotate(day=TruncDate("created_at")).values("template", "day")
    return old.exclude(pk__in=days.annotate(last=Max("pk")).values("last"))


def forget(rows: QuerySet[TemplateVersion], *, but: int = 0) -> None:
    """All but so many of the first; some at a time, so that whoever saves meanwhile waits for no
    longer than that.
    """
    keys = rows.values_list("pk", flat=True)
    while some := list(keys[but : but + AT_ONCE]):
        TemplateVersion.objects.filter(pk__in=some, name="").delete()
