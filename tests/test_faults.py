"""What can go wrong, row by row: what must come of it, and which tests show it.

`ROWS` is the list; the tests below it are those that need the whole process. Two rows are shown by programs besides:
benchmarks.chaos kills the process a thousand times, benchmarks.dst asks every zone of the IANA database.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.deliveries import DeliveryState
from bot.errors import StoreUnavailable
from bot.outbox import Dispatcher
from bot.rehearsal.samples import SampleFeeds
from bot.store import open_store
from tests.builders import CHANNEL, HOUR, NOW, brief, message, slot
from tests.fakes import FakeCourier, SetClock
from tests.process import downlink
from tests.test_whole_bot import (
    NEWS,
    brief_due_a_minute_ago,
    configuration,
    feed_tables,
    known_since_yesterday,
    rehearsal,
)

HERE = Path(__file__).parent

ROWS: dict[str, list[str]] = {
    "the process is killed at any moment: each brief once": [
        "test_outbox.py::test_a_process_killed_while_sending_leaves_a_doubt_that_the_next_one_settles",
        "store/test_processes.py::test_kill_9_while_delivering_forgets_no_claim_and_no_confirmation",
        "store/test_processes.py::test_kill_9_while_gathering_loses_no_poll_that_was_recorded",
    ],
    "an outage longer than Discord remembers a nonce: found in the channel": [
        "test_outbox.py::test_an_answer_lost_after_posting_is_settled_without_a_second_message",
        "chat/test_courier.py::test_a_mark_is_found_in_a_button_a_footer_and_plain_text",
    ],
    "the history can't be read: unknown, and not posted again": [
        "test_outbox.py::test_a_long_doubt_in_an_unreadable_channel_is_unknown_and_never_sent_again",
        "chat/test_courier.py::test_nothing_found_where_nothing_may_be_read_is_no_answer",
    ],
    "an answer of 500 or 502 after posting: once": [
        "chat/test_courier.py::test_a_trouble_after_posting_is_settled_by_discord_py_and_the_nonce",
        "chat/test_forums.py::test_a_post_in_doubt_is_not_repeated_by_anybody_and_is_found_by_looking",
    ],
    "an answer that is lost, late or reset: once": [
        "chat/test_courier.py::test_a_lost_answer_leaves_a_doubt_that_looking_settles",
        "test_corrector.py::test_an_edit_in_doubt_is_made_again_which_does_no_harm",
    ],
    "rate limits: waited for, and kept ahead of": [
        "chat/test_courier.py::test_a_long_rate_limit_means_later_and_says_when",
        "chat/test_courier.py::test_more_messages_than_a_channel_takes_in_a_while_wait_and_none_is_refused",
        "chat/test_courier.py::test_being_cut_off_in_a_global_limit_does_not_hold_up_everything_after_it",
        "chat/test_pace.py::test_no_second_sees_more_than_the_limit_however_long_requests_are_on_their_way",
    ],
    "a moderator deletes the message: delivered all the same": [
        "chat/test_courier.py::test_a_message_that_a_moderator_deleted_counts_as_delivered",
        "test_corrector.py::test_the_edit_of_a_message_that_was_deleted_is_dropped_and_troubles_nobody",
    ],
    "channel or server gone, permission taken: told once, goes out when mended": [
        "test_outbox.py::test_a_missing_permission_is_told_once_with_the_fix_and_holds_up_no_other_channel",
        "test_outbox.py::test_a_blocked_brief_goes_out_when_it_is_mended_in_order_and_while_it_is_news",
        "test_faults.py::test_a_permission_that_is_given_back_lets_the_brief_out",
        "chat/test_courier.py::test_a_channel_that_is_gone_is_said_to_be_gone",
    ],
    "a malformed message: once more as plain text": [
        "test_outbox.py::test_a_payload_that_discord_refuses_goes_out_as_plain_text",
        "test_outbox.py::test_a_payload_refused_even_as_plain_text_is_dead",
    ],
    "the token is revoked: all stops, exit 78": [
        "test_faults.py::test_a_token_revoked_while_running_ends_the_bot_with_78",
        "test_outbox.py::test_a_revoked_token_stops_everything",
    ],
    "the gateway drops, resumes, is refused, sends nonsense: briefs go out by REST": [
        "test_faults.py::test_a_brief_goes_out_while_the_gateway_is_gone",
        "chat/test_client.py::test_a_closed_gateway_is_connected_again",
        "chat/test_client.py::test_a_refused_first_gateway_connection_is_tried_again",
        "chat/test_client.py::test_an_event_that_discord_py_can_not_read_is_survived",
        "rehearsal/test_discord_py.py::test_a_session_that_is_over_is_started_anew",
    ],
    "session after session: jobs are not doubled": [
        "test_faults.py::test_new_sessions_double_no_job",
        "chat/test_client.py::test_the_whole_setup_runs_once_after_log_in",
    ],
    "down over brief time: the last within its grace is caught up, others are reported": [
        "test_schedule.py::test_after_a_short_outage_the_missed_brief_is_caught_up",
        "test_schedule.py::test_after_three_days_only_the_last_within_its_grace_is_written_and_the_others_are_given_up",
    ],
    "clocks go forward and back: once a local day": [
        "test_slots.py::test_every_local_day_of_every_zone_has_exactly_one_slot",
        "test_slots.py::test_a_time_in_the_gap_is_shifted_and_one_in_the_overlap_comes_first",
    ],
    "the clock jumps, or passes 2038: never twice": [
        "test_schedule.py::test_a_clock_that_jumps_posts_what_is_due_once",
        "test_schedule.py::test_a_clock_that_was_wrong_by_a_year_is_forgotten",
        "store/test_schema.py::test_a_moment_comes_back_to_the_microsecond_and_in_utc",
    ],
    "the loop is blocked: no brief missed": [
        "test_schedule.py::test_a_loop_that_was_blocked_over_brief_time_misses_no_brief",
    ],
    "a job raises: the others go on": [
        "test_supervisor.py::test_a_job_that_dies_is_started_again",
        "test_schedule.py::test_a_brief_that_cannot_be_written_holds_up_no_other_and_is_tried_again",
        "test_outbox.py::test_a_bug_in_one_delivery_lets_the_others_go_on",
    ],
    "a job hangs: ended, and its next run comes": [
        "test_schedule.py::test_a_brief_that_hangs_in_writing_keeps_no_other_back_and_is_tried_again",
        "test_schedule.py::test_a_job_that_hangs_is_ended_and_its_next_run_comes",
        "test_health.py::test_a_check_that_hangs_fails_and_holds_up_nobody",
    ],
    "the disk is full: nothing is posted without a claim, and it goes on when there is room": [
        "test_faults.py::test_a_full_disk_posts_nothing_that_it_cannot_remember_and_goes_on",
        "store/test_opening.py::test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room",
    ],
    "another process locks the store: waited for, nothing lost": [
        "test_faults.py::test_a_store_locked_for_a_while_loses_no_brief",
        "store/test_opening.py::test_a_lock_held_for_too_long_is_said",
    ],
    "the store is damaged, or newer: refused, exit 74": [
        "test_faults.py::test_a_damaged_store_ends_the_bot_with_74_and_the_fix",
        "store/test_opening.py::test_a_newer_store_is_refused_and_left_alone",
    ],
    "yesterday's backup is restored: the channel is looked at before posting": [
        "test_faults.py::test_after_a_restored_backup_the_brief_is_not_posted_again",
        "test_outbox.py::test_a_brief_that_a_restored_backup_forgot_is_found_and_not_posted_again",
    ],
    "first run, a new feed, five hundred at once: no flood": [
        "test_gatherer.py::test_the_first_poll_takes_dates_as_they_are_and_later_ones_the_time_of_arrival",
        "test_gatherer.py::test_a_flood_is_kept_and_only_what_is_fresh_is_told",
    ],
    "a feed changes all its ids": [
        "test_gatherer.py::test_a_feed_that_changes_all_its_ids_brings_nothing_new",
        "test_gatherer.py::test_a_feed_that_changes_ids_addresses_and_dates_brings_nothing_new",
    ],
    "one id on all entries, or none": [
        "test_gatherer.py::test_items_that_share_one_id_are_told_apart_by_their_addresses",
    ],
    "entries in another order, vanished and returned": [
        "test_gatherer.py::test_items_that_vanish_and_return_in_another_order_are_known",
    ],
    "a title or date edited after posting: not posted again": [
        "test_gatherer.py::test_an_edit_updates_the_item",
        "test_corrector.py::test_an_edit_that_changes_no_figure_changes_no_message",
    ],
    "dates in the future, missing, zoneless, of 1970": [
        "test_gatherer.py::test_a_date_beyond_all_dates_in_a_header_is_no_date",
        "feeds/test_dates.py",
    ],
    "redirects, loops, gone, not found again and again": [
        "feeds/test_pacing.py::test_a_feed_has_moved_when_it_says_so_three_times_in_a_row",
        "feeds/test_fetcher.py::test_a_redirect_loop_ends",
        "feeds/test_pacing.py::test_gone_stops_and_an_answer_starts_again",
        "feeds/test_pacing.py::test_each_failure_in_a_row_doubles_the_wait_up_to_a_day",
    ],
    "validators that change, lie or are ignored": ["test_gatherer.py::test_an_unchanged_feed_is_not_read_again"],
    "bombs, slow and endless bodies, hangs, bad TLS": [
        "feeds/test_fetcher.py::test_a_bomb_is_dropped_at_the_limit",
        "feeds/test_fetcher.py::test_a_body_without_end_is_dropped_at_the_limit",
        "feeds/test_fetcher.py::test_a_slow_server_costs_the_time_limit_and_no_more",
        "feeds/test_fetcher.py::test_a_server_that_speaks_no_tls_is_told_in_words",
    ],
    "a document that keeps a parser busy: killed, the others go on": [
        "feeds/test_workers.py::test_a_body_that_takes_too_long_is_given_up_and_does_not_hold_up_the_others",
        "feeds/test_workers.py::test_a_body_that_takes_too_much_memory_is_refused_and_the_next_is_read",
    ],
    "addresses that lead inside, rebinding": ["feeds/test_guard.py::test_no_hostile_address_reaches_the_inside"],
    "hostile text: nothing comes alive": [
        "test_text.py::test_nothing_of_a_hostile_text_comes_alive",
        "test_text.py::test_discord_shows_exactly_the_text_and_nothing_alive",
    ],
    "a bad configuration on reload: the old one stays, with file and line": [
        "test_faults.py::test_a_reload_of_a_bad_configuration_changes_nothing_and_names_the_line",
    ],
    "two bots on one store: the second says so and ends": [
        "store/test_opening.py::test_only_one_runs_on_a_store_and_others_are_not_hindered",
        "store/test_processes.py::test_a_second_run_is_told_who_holds_the_store_and_gets_it_after_a_kill",
    ],
    "a worker is killed (there is no PostgreSQL store yet to stop)": [
        "feeds/test_workers.py::test_a_worker_that_dies_costs_one_body",
    ],
    "SIGTERM at any moment: drained within five seconds, exit 0": [
        "test_whole_bot.py::test_config_to_scheduled_brief_to_slash_command_to_clean_stop",
        "test_whole_bot.py::test_sigterm_while_starting_is_a_clean_stop",
        "test_whole_bot.py::test_sigterm_while_another_process_holds_the_store_ends_in_time",
    ],
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_names_tests_that_are_there(row):
    for name in ROWS[row]:
        file, _, test = name.partition("::")
        assert f"def {test}(" in (HERE / file).read_text() if test else (HERE / file).is_file(), name


# ---------------------------------------------------------------- the whole process


async def ended(process: asyncio.subprocess.Process) -> tuple[int, list[str]]:
    """Exit code, and what it said."""
    _, log = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode or 0, log.decode().splitlines()


async def stopped(process: asyncio.subprocess.Process) -> list[dict[str, object]]:
    process.send_signal(signal.SIGTERM)
    code, log = await ended(process)
    assert code == 0
    return [json.loads(line) for line in log]


def written(log: list[dict[str, object]], event: str) -> int:
    return sum(line["event"] == event for line in log)


async def test_a_token_revoked_while_running_ends_the_bot_with_78(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.wait_for_message(NEWS, timeout=60)
            await discord.gateway.wait_ready(60)
            discord.rest.revoked = True
            await discord.close_gateway(4004)
            code, log = await ended(process)
    assert code == 78
    assert "Discord refuses the token" in log[-1]
    assert discord.token not in "".join(log)


async def test_a_brief_goes_out_while_the_gateway_is_gone(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        discord.gateway.refusing = True
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.wait_for_message(NEWS, timeout=60)
            assert discord.gateway.connected == 0
            await stopped(process)


@pytest.mark.timeout(180)  # several lives and sessions of the process
async def test_new_sessions_double_no_job(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.gateway.wait_ready(60)
            for _ in range(3):
                before = discord.gateway.identified
                discord.gateway.forget_sessions()
                await discord.close_gateway(4000)
                async with asyncio.timeout(60):
                    while discord.gateway.identified == before:
                        await asyncio.sleep(0.02)
                await discord.gateway.wait_ready(60)
            await discord.wait_for_message(NEWS, timeout=60)
            log = await stopped(process)
        assert (written(log, "feeds read"), written(log, "brief written")) == (1, 1)
        assert len(discord.messages(NEWS)) == 1


async def test_a_permission_that_is_given_back_lets_the_brief_out(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        discord.world.deny(NEWS, "SEND_MESSAGES")
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.gateway.wait_ready(60)
            async with asyncio.timeout(60):
                while 403 not in discord.rest.statuses:
                    await asyncio.sleep(0.02)
            await asyncio.sleep(0.3)  # until the refusal is written down
            discord.world.allow(NEWS)
            await discord.wait_for_message(NEWS, timeout=30)
            log = await stopped(process)
        assert len([line for line in log if line["level"] == "error"]) == 1  # told once
        assert len(discord.messages(NEWS)) == 1


@pytest.mark.timeout(180)  # several lives and sessions of the process
async def test_after_a_restored_backup_the_brief_is_not_posted_again(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        discord.world.nonce_window = 0
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        backup = (tmp_path / "downlink.db").read_bytes()
        for _ in range(2):
            async with downlink("run", "--config", str(config), token=discord.token) as process:
                async with asyncio.timeout(60):
                    while b'"delivered"' not in await process.stderr.readline():
                        pass
                process.send_signal(signal.SIGTERM)
                assert (await ended(process))[0] == 0
            for file in tmp_path.glob("downlink.db*"):
                file.unlink()
            (tmp_path / "downlink.db").write_bytes(backup)
        assert len(discord.messages(NEWS)) == 1


async def test_a_store_locked_for_a_while_loses_no_brief(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            with closing(sqlite3.connect(tmp_path / "downlink.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                await asyncio.sleep(3)
                assert discord.messages(NEWS) == []
                other.execute("ROLLBACK")
            await discord.wait_for_message(NEWS, timeout=60)
            await stopped(process)
        assert len(discord.messages(NEWS)) == 1


async def test_a_damaged_store_ends_the_bot_with_74_and_the_fix(tmp_path):
    async with rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, "", brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        path = tmp_path / "downlink.db"
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            code, log = await ended(process)
    assert code == 74
    assert "restore the newest backup" in log[-1]
    assert str(path) in log[-1]


async def test_a_reload_of_a_bad_configuration_changes_nothing_and_names_the_line(tmp_path, unused_port):
    async with SampleFeeds() as samples, rehearsal() as discord:
        at = datetime.now(UTC) + timedelta(hours=5)
        config = configuration(
            tmp_path,
            discord.api_url,
            feed_tables(samples),
            f'[[briefs]]\nname = "Morning"\nchannel = {NEWS}\nat = "{at:%H:%M}"\n',
        )
        good = config.read_text().replace("[discord]", f"[discord]\nowner = {discord.admin.id}")
        config.write_text(good)
        arguments = ["--config", str(config), "--health-port", str(unused_port)]
        async with downlink("run", *arguments, token=discord.token) as process:
            await discord.gateway.wait_ready(60)
            config.write_text(config.read_text().replace(f"channel = {NEWS}", 'channel = "here"'))
            line = config.read_text().splitlines().index('channel = "here"') + 1
            answer = await discord.command("host reload")
            assert "Nothing was changed" in answer.text
            assert f":{line}:" in answer.text
            listed = await discord.command("brief list")
            assert "Morning" in json.dumps(listed.message)
            config.write_text(good)
            assert "In force now" in (answer := await discord.command("host reload")).text
            assert "restart" not in answer.text  # nothing has changed, whatever the command line says
            config.write_text(good.replace("[fetch]", '[fetch]\ncontact = "me@x.example"'))
            assert "What changed in [fetch] contact needs" in (await discord.command("host reload")).text
            config.write_text(good.replace(f'at = "{at:%H:%M}"', 'cron = "* * * * *"'))
            assert '⚠️ brief "Morning" comes up to 1,440 times a day' in (await discord.command("host reload")).text
            await stopped(process)


async def test_a_full_disk_posts_nothing_that_it_cannot_remember_and_goes_on(tmp_path):
    clock = SetClock()
    courier = FakeCourier(clock)
    async with await open_store(f"sqlite:///{tmp_path / 'downlink.db'}") as store:
        await store.write_brief(slot(), brief(), [message()], CHANNEL, NOW + HOUR)
        full = "CREATE TRIGGER full BEFORE UPDATE ON deliveries BEGIN SELECT zeroblob(1); END"

        async def run(statement: str) -> None:
            await store._db.write(lambda connection: connection.exec_driver_sql(statement))

        await run("CREATE TABLE padding (bytes BLOB)")
        await run(full.replace("SELECT zeroblob(1)", "INSERT INTO padding VALUES (zeroblob(100000))"))
        await run("PRAGMA max_page_count = 1")
        dispatcher = Dispatcher(store, courier, clock)
        with pytest.raises(StoreUnavailable, match="is full"):
            await dispatcher.deliver_due()
        (waiting,) = await store.deliveries("morning")
        assert (courier.posted, waiting.state) == ([], DeliveryState.PENDING)
        await run("PRAGMA max_page_count = 1000000")
        await dispatcher.deliver_due()
        assert len(courier.posted) == 1
