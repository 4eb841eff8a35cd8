"""Signing in: password, second factor, backup codes, and what slows down guessing."""

from __future__ import annotations

import re

import pytest

from support import newsroom
from support.newsroom import PASSWORD, code_of, device_of, person, signed_in

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
ENTER = "/admin/2fa/auth"
SET_UP = "/admin/2fa/devices/new"


def log_in(client, name, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, **extra)


def enter(client, code, **fields):
    return client.post(ENTER, {"otp_token": code, "next": "/admin/", **fields})


@pytest.mark.parametrize("role", ["publisher", "administrator"])
def test_whoever_may_publish_is_led_to_set_up_a_second_factor_before_anything_else(client, role):
    user = person(role)
    assert log_in(client, user.username).status_code == 302
    for path in ("/admin/", "/admin/account/", f"/admin/2fa/devices/{user.pk}", "/admin/pages/", "/admin/api/main/pages/"):
        response = client.get(path)
        assert response.status_code == 302, path
        assert response["Location"].startswith(SET_UP), path
    assert client.get("/admin/2fa/backup-codes").status_code == 302
    assert client.get(ENTER)["Location"] == "/admin/", "there is nothing to enter yet"
    assert client.get(SET_UP).status_code == 200
    assert client.get("/admin/2fa/devices/qr-code")["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize("role", ["reader", "contributor", "editor"])
def test_others_come_in_with_a_password_until_they_set_one_up(client, role):
    user = person(role)
    log_in(client, user.username)
    assert client.get("/admin/").status_code == 200
    device_of(user)
    assert client.get("/admin/")["Location"].startswith(ENTER)
    assert enter(client, code_of(device_of(user))).status_code == 302
    assert client.get("/admin/").status_code == 200


def set_up(client):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    client.get(SET_UP)
    device = TOTPDevice.objects.get(confirmed=False)
    return device, client.post(SET_UP, {"name": "Phone", "otp_token": code_of(device), "password": PASSWORD})


def test_setting_up_shows_ten_backup_codes_once_and_lets_in(client):
    user = person("publisher")
    log_in(client, user.username)
    _, response = set_up(client)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    codes = re.findall(r"<li><code>([a-z2-7]{8})</code>", response.content.decode())
    assert len(set(codes)) == 10
    assert client.get("/admin/").status_code == 200
    again = client.get("/admin/2fa/backup-codes").content.decode()
    assert "10 backup codes" in again
    assert not any(code in again for code in codes)


def test_the_set_up_wants_the_password_and_a_right_code(client):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    log_in(client, person("publisher").username)
    client.get(SET_UP)
    device = TOTPDevice.objects.get()
    wrong = client.post(SET_UP, {"name": "Phone", "otp_token": code_of(device), "password": "not this one"})
    assert wrong.status_code == 200
    assert "Invalid password" in wrong.content.decode()
    assert client.post(SET_UP, {"name": "Phone", "otp_token": "000000", "password": PASSWORD}).status_code == 200
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert client.get("/admin/").status_code == 302


def test_a_form_of_the_set_up_sent_twice_begins_anew_without_an_error(client):
    log_in(client, person("publisher").username)
    device, _ = set_up(client)
    again = client.post(SET_UP, {"name": "Phone", "otp_token": code_of(device), "password": PASSWORD})
    assert (again.status_code, again["Location"]) == (302, SET_UP)


def test_a_code_is_good_once(client):
    user = person("publisher")
    device = device_of(user)
    code = code_of(device)
    log_in(client, user.username)
    assert enter(client, code).status_code == 302
    other = newsroom.signed_in(user, second_factor=False)
    refused = enter(other, code)
    assert refused.status_code == 200
    assert "wrong, too old or was used before" in refused.content.decode()
    assert other.get("/admin/").status_code == 302


def test_the_code_that_set_up_the_device_does_not_sign_in(client):
    user = person("publisher")
    log_in(client, user.username)
    device, _ = set_up(client)
    other = signed_in(user, second_factor=False)
    assert enter(other, code_of(device)).status_code == 200


def test_wrong_codes_are_slowed_down_and_the_page_says_so(client):
    user = person("publisher")
    device = device_of(user)
    log_in(client, user.username)
    right = code_of(device)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    enter(client, wrong)
    enter(client, wrong)
    slowed = enter(client, right)
    assert slowed.status_code == 200
    assert "Too many wrong codes" in slowed.content.decode()
    device.refresh_from_db()
    assert device.throttling_failure_count >= 1


def test_a_backup_code_lets_in_once_and_wrong_codes_of_the_app_do_not_lock_it(client):
    from conflict_atlas.site.accounts import second_factor

    user = person("publisher")
    device_of(user)
    code, *_ = second_factor.new_backup_codes(user)
    log_in(client, user.username)
    for _ in range(3):
        enter(client, "000000")
    shown = f"{code[:4]} {code[4:]}".upper()
    assert enter(client, shown).status_code == 302
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "Codes left: 9" in page.content.decode()
    other = signed_in(user, second_factor=False)
    assert enter(other, code).status_code == 200


def test_with_two_authenticators_the_person_says_which(client):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    user = person("publisher")
    device_of(user)
    tablet = TOTPDevice.objects.create(user=user, name="Tablet", confirmed=True)
    log_in(client, user.username)
    assert "Tablet" in client.get(ENTER).content.decode()
    assert enter(client, code_of(tablet), otp_device=tablet.persistent_id).status_code == 302


def test_the_device_of_somebody_else_does_not_count(client):
    user, stranger = person("publisher"), person("editor")
    device_of(user)
    theirs = device_of(stranger)
    log_in(client, user.username)
    assert enter(client, code_of(theirs), otp_device=theirs.persistent_id).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_the_session_key_changes_with_the_second_factor(client):
    user = person("publisher")
    log_in(client, user.username)
    before = client.session.session_key
    enter(client, code_of(device_of(user)))
    assert client.session.session_key != before


def test_with_the_last_authenticator_the_backup_codes_go(client):
    from django_otp.plugins.otp_static.models import StaticToken

    from conflict_atlas.site.accounts import second_factor

    user = person("publisher")
    device = device_of(user)
    second_factor.new_backup_codes(user)
    inside = signed_in(user)
    assert inside.get(f"/admin/2fa/devices/{device.pk}/remove").status_code == 200
    assert inside.post(f"/admin/2fa/devices/{device.pk}/remove").status_code == 302
    assert not StaticToken.objects.exists()
    assert inside.get("/admin/")["Location"].startswith(SET_UP)


def test_an_authenticator_of_somebody_else_is_removed_by_administrators_only():
    theirs = device_of(person("editor"))
    path = f"/admin/2fa/devices/{theirs.pk}/remove"
    refused = signed_in(person("publisher")).post(path)
    assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    assert type(theirs).objects.filter(pk=theirs.pk).exists()
    assert signed_in(person("administrator")).post(path).status_code == 302
    assert not type(theirs).objects.filter(pk=theirs.pk).exists()


def test_six_wrong_passwords_lock_one_name_at_one_address_and_the_page_says_for_how_long(client):
    editor, other = person("editor"), person("reader")
    for _ in range(5):
        assert log_in(client, editor.username, "wrong").status_code == 200
    assert log_in(client, editor.username, "wrong").status_code == 429
    locked = log_in(client, editor.username)
    assert locked.status_code == 429
    text = locked.content.decode()
    assert "Wait 15 minutes" in text
    assert 'name="password"' in text
    assert log_in(client, other.username).status_code == 302, "another name at the same address"
    assert log_in(type(client)(), editor.username, REMOTE_ADDR="198.51.100.7").status_code == 302, "the same name elsewhere"


def test_the_lock_ends_by_itself_and_waiting_people_who_try_do_not_make_it_longer(client):
    from datetime import timedelta

    from axes.models import AccessAttempt
    from django.db.models import F

    editor = person("editor")
    for _ in range(7):
        log_in(client, editor.username, "wrong")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert log_in(client, editor.username).status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert log_in(client, editor.username).status_code == 302


def test_a_login_that_works_forgets_the_wrong_ones_and_nothing_is_kept_of_it(client):
    from axes.models import AccessAttempt, AccessLog

    editor = person("editor")
    log_in(client, editor.username, "wrong")
    kept = AccessAttempt.objects.get()
    assert "wrong" not in kept.post_data
    log_in(client, editor.username)
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(
    ("behind", "header", "address"),
    [
        ("", "203.0.113.9", "127.0.0.1"),
        ("1", "203.0.113.9", "203.0.113.9"),
        ("1", "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("1", "203.0.113.9:51000", "203.0.113.9"),
        ("1", "[2001:db8::1]:443", "2001:db8::1"),
        ("1", "", "127.0.0.1"),
        ("1", "unknown", "127.0.0.1"),
    ],
)
def test_the_header_of_a_proxy_counts_only_when_the_operator_said_that_there_is_one(rf, monkeypatch, behind, header, address):
    from conflict_atlas.site import sender

    monkeypatch.setenv(sender.BEHIND_PROXY, behind)
    assert sender.address(rf.get("/", headers={"X-Forwarded-For": header} if header else {})) == address


def test_no_mail_is_sent_for_a_forgotten_password(client):
    assert client.get("/admin/password_reset/").status_code == 404
    assert "set-password" in client.get(LOGIN).content.decode()


def test_public_pages_know_nothing_of_sessions_and_second_factors(client):
    user = person("administrator")
    client.force_login(user)
    response = client.get("/en/about/")
    assert response.status_code == 200
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


def test_somebody_who_was_deactivated_is_out_at_once():
    user = person("editor")
    inside = signed_in(user)
    assert inside.get("/admin/").status_code == 200
    user.is_active = False
    user.save()
    assert inside.get("/admin/")["Location"].startswith(LOGIN)


def test_a_login_lasts_a_working_day_at_most(client):
    user = person("editor")
    client.post(LOGIN, {"username": user.username, "password": PASSWORD, "remember": "on"})
    assert client.session.get_expiry_age() <= 12 * 3600
    other = type(client)()
    log_in(other, user.username)
    assert other.session.get_expire_at_browser_close()
