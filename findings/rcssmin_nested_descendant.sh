#!/bin/sh
# rcssmin 1.3.0, with nested rules as CSS has had them since 2023 (CSS Nesting Module) and browsers
# since then.
#
# A minifier keeps the meaning of what it is given, and this one knows that a blank before a colon
# matters: at the top of a sheet and within @media a descendant with a pseudo-class stays one.
#
# Seen: within a rule or @layer the blank goes, as it may in a declaration. ".a :is(i)", an i somewhere in a, comes
# out as ".a:is(i)", an a that is an i: another selector, and nothing says so. A selector that begins
# with "&" is kept.
#
#   top: .a :is(i){color:red}
#   media: @media screen{.a :is(i){color:red}}
#   layer: @layer c{.a:is(i){color:red}}
#   nested: .p{.a:is(i){color:red}}
#   with &: .p{& :is(i){color:red}}
#
# Needs Python's venv. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps rcssmin==1.3.0
cat > look.py <<'PYTHON'
from rcssmin import cssmin

rule = ":is(i) { color: red }"
cases = {
    "top": (f".a {rule}", ".a :is(i){color:red}"),
    "media": (f"@media screen {{ .a {rule} }}", "@media screen{.a :is(i){color:red}}"),
    "layer": (f"@layer c {{ .a {rule} }}", "@layer c{.a:is(i){color:red}}"),
    "nested": (f".p {{ .a {rule} }}", ".p{.a:is(i){color:red}}"),
    "with &": (f".p {{ & {rule} }}", ".p{& :is(i){color:red}}"),
}
for name, (given, seen) in cases.items():
    print(f"{name}: {cssmin(given)}")
    assert cssmin(given) == seen
PYTHON
venv/bin/python look.py
