/** What the sync sheet says about each place: never safer than the tick (sync.md R1–R4). */
import { canAny, type MembershipEnding } from '#domain/access.ts'
import { daysBetween, type IsoDate } from '#domain/calendar.ts'
import { cityDay } from '#lib/sync/clock.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Partner, SyncSnapshot } from '#lib/sync/document/session.ts'
import type { Me } from '#protocol/api/program.ts'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { AppKeeping } from '../../../app-update.svelte.ts'
import { isStaffOnly, overseesMunicipality, seesBoard } from '../../../entry.ts'

/** After so many days without a network, the sheet suggests a file. */
const LONG_OFFLINE_DAYS = 3

export function deviceWords({ localStore, unsaved }: SyncSnapshot): string {
	if (localStore === 'failed') return m.program_sync_device_failed()
	if (localStore === 'opening') return m.program_sync_device_opening()
	return unsaved > 0 ? m.program_sync_device_saving() : m.program_sync_device_saved()
}

export const appWords: Record<AppKeeping, () => string> = {
	keeping: m.sync_app_keeping,
	kept: m.sync_app_kept,
	unkept: m.sync_app_unkept
}

export function serverWords({
	refused,
	unsent,
	isUnderReview,
	reviewOutcome,
	isGone,
	lastSyncedAt
}: SyncSnapshot): string {
	if (isGone) return m.program_sync_server_gone()
	if (refused > 0 && isUnderReview)
		return reviewOutcome === 'set-aside' ? m.sync_server_set_aside() : m.sync_server_under_review()
	if (refused > 0) return m.program_sync_server_refused()
	if (unsent > 0) return m.program_sync_server_unsent()
	if (reviewOutcome === 'accepted') return m.program_sync_server_accepted()
	return lastSyncedAt === null ? m.program_sync_server_never() : m.program_sync_server_all()
}

export function connectionWords({ connection }: SyncSnapshot): string {
	switch (connection) {
		case 'connected':
			return m.program_sync_connected()
		case 'connecting':
			return m.program_sync_connecting()
		case 'offline':
			return m.program_sync_offline()
		case 'refused':
			return m.program_sync_refused()
	}
}

/** Imported edits are not this person's: their authors have them already. */
export function isAllOfOthers({ unsent, unsentOfOthers }: SyncSnapshot): boolean {
	return unsent > 0 && unsent === unsentOfOthers
}

/** A person whose access is closed receives nothing about the others: what is known of them grows old. */
export function isShutOut({ refusal }: SyncSnapshot): boolean {
	return refusal === 'no-right'
}

/** While own edits are unsent, the partner does not have the last one. `isHere`: the partner has the programme open now. */
export function partnerWords({ has, sees }: Partner, snapshot: SyncSnapshot, isHere: boolean): string {
	const isUnsent = snapshot.unsent > 0 && !isAllOfOthers(snapshot)
	if (!isUnsent && !snapshot.hasOwn) return m.sync_partner_nothing()
	if (isUnsent || !has) return isShutOut(snapshot) ? m.sync_partner_unknown() : m.program_sync_partner_waits()
	if (!sees) return m.program_sync_partner_has()
	return isHere ? m.program_sync_partner_sees() : m.program_sync_partner_seen()
}

export function isLongOffline({ unsent, connection, lastSyncedAt }: SyncSnapshot, today: IsoDate): boolean {
	if (unsent === 0 || connection === 'connected' || lastSyncedAt === null) return false
	return daysBetween(cityDay(lastSyncedAt), today) >= LONG_OFFLINE_DAYS
}

/** What the sync sheet says about a document that is filling (sync.md R7): how much is left, why, and what the two can do. */
export interface FillingWords {
	tone: 'plain' | 'amber'
	title: string
	text: string
}

/**
 * A page of 1,800 characters typed letter by letter, as it is stored before the history is thinned: 37.5 kB, measured. There is room
 * for more text that is pasted or written offline.
 */
const PAGE_BYTES = 40_000

/** While the server refuses anything, the text does not say that it still accepts edits. */
export function fillingWords(bytesLeft: number, { refusal, refused }: SyncSnapshot): FillingWords {
	const pages = roundedDown(Math.floor(bytesLeft / PAGE_BYTES))
	if (pages === 0) return { tone: 'amber', title: m.sync_full_title(), text: m.sync_full_text() }
	const accepted = refusal === null && refused === 0 ? [m.sync_filling_accepted()] : []
	const text = [...accepted, m.sync_filling_left({ pages }), m.sync_filling_text()].join(' ')
	return { tone: 'plain', title: m.sync_filling_title(), text }
}

/** Only two digits are known. */
function roundedDown(pages: number): number {
	const step = 10 ** Math.max(0, String(pages).length - 2)
	return Math.floor(pages / step) * step
}

/** Why the server refuses edits, and where they are meanwhile: on the device only while the local store works. */
export function refusalWords(
	refusal: CloseReason,
	snapshot: SyncSnapshot,
	endedBy: MembershipEnding | null = null
): { title: string; text: string } {
	const { title, text } = storedWords(refusal, snapshot, endedBy)
	return { title, text: areOnlyOnPage(refusal, snapshot) ? m.program_refused_on_page() : text }
}

export function contentWords(snapshot: SyncSnapshot): { title: string; text: string } {
	if (snapshot.isUnderReview) return reviewWords(snapshot)
	return refusalWords('malformed', snapshot)
}

function areOnlyOnPage(refusal: CloseReason, { localStore, unsent, isUnderReview }: SyncSnapshot): boolean {
	return localStore === 'failed' && (refusal !== 'no-right' || (unsent > 0 && !isUnderReview))
}

function storedWords(
	refusal: CloseReason,
	snapshot: SyncSnapshot,
	endedBy: MembershipEnding | null
): { title: string; text: string } {
	switch (refusal) {
		case 'signed-out':
			return { title: m.program_refused_signed_out_title(), text: m.program_refused_signed_out_text() }
		case 'no-right':
			return { title: m.program_refused_no_right_title(), text: noRightText(snapshot, endedBy) }
		case 'gone':
			return {
				title: m.program_refused_gone_title(),
				text: snapshot.unsent > 0 ? m.program_refused_gone_unsent() : m.program_refused_gone_text()
			}
		case 'other-epoch':
			return { title: m.sync_other_epoch_title(), text: m.sync_other_epoch_text() }
		case 'app-too-old':
			return { title: m.program_refused_old_title(), text: m.program_refused_old_text() }
		case 'too-large':
		case 'malformed':
			return { title: m.program_refused_content_title(), text: m.program_refused_content_text() }
		case 'restarting':
		case 'overloaded':
		case 'storage-failed':
			return { title: m.program_refused_server_title(), text: m.program_refused_server_text() }
	}
}

function reviewWords({ reviewOutcome }: SyncSnapshot): { title: string; text: string } {
	return reviewOutcome === 'set-aside'
		? { title: m.sync_set_aside_title(), text: m.sync_ended_set_aside() }
		: { title: m.sync_review_title(), text: m.sync_review_text() }
}

/** What became of the edits that were still on this device when the right ended. */
function noRightText(
	{ isUnderReview, unsent, refused, reviewOutcome }: SyncSnapshot,
	endedBy: MembershipEnding | null
): string {
	if (isUnderReview) return reviewOutcome === 'set-aside' ? m.sync_ended_set_aside() : m.sync_ended_under_review()
	// Edits that were not refused are on their way to the review log.
	if (unsent > 0) return refused > 0 ? m.sync_ended_unsent() : m.sync_ended_sending()
	if (reviewOutcome === 'accepted') return m.sync_ended_accepted()
	return endedBy === null ? m.sync_ended_all_sent() : m.sync_ended_read_on()
}

/** Why a programme may not be this person's, and what they can do about it: a curator is not referred to a curator. */
export function unlistedWords(me: Me): string {
	if (overseesMunicipality(me)) return m.program_unknown_overseer()
	if (seesBoard(me)) return m.program_unknown_organisation()
	return isStaffOnly(me) || canAny(me.roles, 'compare') ? m.program_unknown_staff() : m.program_unknown_text()
}
