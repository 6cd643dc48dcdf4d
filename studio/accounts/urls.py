from django.urls import path

from studio.accounts import views
from studio.accounts.audit import views as audit
from studio.accounts.tokens import views as tokens

urlpatterns = [
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("audit/", audit.audit, name="audit"),
    path("audit.csv", audit.audit_csv, name="audit-csv"),
    path("audit.json", audit.audit_json, name="audit-json"),
    path("start", views.start, name="start"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
