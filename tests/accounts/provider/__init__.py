"""An OpenID provider of another make than what signs people in with it: django-oauth-toolkit, in a
process of its own. `running` starts one.
"""
