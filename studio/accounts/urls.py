from django.urls import path

from studio.accounts import views
from studio.accounts.audit import views as audit
from studio.accounts.team import invitations, invited, members, workspaces
from studio.accounts.tokens import views as tokens

urlpatterns = [
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("audit/", audit.audit, name="audit"),
    path("audit.csv", audit.audit_csv, name="audit-csv"),
    path("audit.json", audit.audit_json, name="audit-json"),
    path("start", views.start, name="start"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("invitation/", invited.invitation, name="invitation"),
    path("invitation/join/", invited.join, name="invitation-join"),
    path("invitation/account/", invited.make_account, name="invitation-account"),
    path("workspace/new/", workspaces.new, name="workspace-new"),
    path("workspace/<int:pk>/rename/", workspaces.rename, name="workspace-rename"),
    path("workspace/<int:pk>/switch/", workspaces.switch, name="workspace-switch"),
    path("workspace/<int:pk>/leave/", members.leave, name="workspace-leave"),
    path("workspace/<int:pk>/hand-over/", members.hand_over, name="workspace-hand-over"),
    path("workspace/members/", members.all_members, name="members"),
    path("workspace/members/<int:pk>/role/", members.change_role, name="member-role"),
    path("workspace/members/<int:pk>/remove/", members.remove, name="member-remove"),
    path("workspace/members/<int:pk>/link/", members.sign_in_link, name="member-link"),
    path("workspace/<int:pk>/invitations/", invitations.invite, name="invite"),
    path("workspace/invitations/<int:pk>/withdraw/", invitations.withdraw, name="invite-withdraw"),
]
