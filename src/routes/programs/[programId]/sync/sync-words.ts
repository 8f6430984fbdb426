/** What the sync sheet says first, and of each place: never safer than the tick (sync.md R1–R4). */
import type { PartEnding } from '#domain/access.ts'
import { daysBetween, type IsoDate, localDate } from '#domain/calendar.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import type { Partner, SyncSnapshot } from '#lib/sync/document/session.ts'
import type { Me } from '#protocol/api/program.ts'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { AppKeeping } from '../../../app-update.svelte.ts'
import { isStaffOnly, overseesMunicipality, seesBoard } from '../../../entry.ts'
import { fullNameOf, joinWords } from '../words.ts'

/** Waiting for the network any longer is worth a file. */
const LONG_OFFLINE_DAYS = 3

/** The whole answer to «where are my edits» in one sentence. */
export function leadOf(program: ProgramContext): string {
	const { snapshot, tick } = program.sync
	const partners = () => joinWords(snapshot.partners.map(({ personId }) => fullNameOf(program, personId)))
	switch (tick) {
		case 'opening':
			return m.sync_lead_opening()
		case 'notSaved':
			return m.sync_lead_not_saved()
		case 'saving':
			return m.sync_lead_saving()
		case 'onDevice':
			return unsentLead(snapshot)
		case 'onServer':
			return snapshot.decision === 'accepted' ? m.sync_lead_accepted() : m.sync_lead_on_server()
		case 'delivered':
			return m.sync_lead_delivered({ name: partners() })
		case 'seen':
			return m.sync_lead_seen({ name: partners() })
		case 'refused':
			return snapshot.localStore === 'failed' ? m.sync_lead_refused_on_page() : m.sync_lead_refused()
		case 'held':
			return m.sync_lead_held()
		case 'setAside':
			return m.sync_lead_set_aside()
		case 'gone':
			return snapshot.unsent > 0 ? m.sync_lead_gone_unsent() : m.sync_lead_gone()
	}
}

function unsentLead(snapshot: SyncSnapshot): string {
	const isBrought = isAllOfOthers(snapshot)
	// A connection alone changes nothing then.
	if (snapshot.connection === 'refused') return isBrought ? m.sync_lead_brought_stays() : m.sync_lead_on_device_stays()
	if (isBrought) return m.sync_lead_brought()
	return snapshot.connection === 'connected' ? m.sync_lead_sending() : m.sync_lead_on_device()
}

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

export function serverWords({ refused, unsent, isHeld, decision, isGone, lastSyncedAt }: SyncSnapshot): string {
	if (isGone) return m.program_sync_server_gone()
	if (refused > 0 && isHeld) return decision === 'set-aside' ? m.sync_server_set_aside() : m.sync_server_held()
	if (refused > 0) return m.program_sync_server_refused()
	if (unsent > 0) return m.program_sync_server_unsent()
	if (decision === 'accepted') return m.program_sync_server_accepted()
	return lastSyncedAt === null ? m.program_sync_server_never() : m.program_sync_server_all()
}

export function connectionWords({ connection, way }: SyncSnapshot): string {
	switch (connection) {
		case 'connected':
			return way === 'exchange' ? m.sync_way_exchange() : m.program_sync_connected()
		case 'connecting':
			return m.program_sync_connecting()
		case 'offline':
			return m.program_sync_offline()
		case 'refused':
			return m.program_sync_refused()
	}
}

/** What a file has brought is not this person's edit: its author has it already. */
function isAllOfOthers({ unsent, unsentOfOthers }: SyncSnapshot): boolean {
	return unsent > 0 && unsent === unsentOfOthers
}

/** Whose access is closed hears nothing of the others: what was heard last grows old. */
export function isShutOut({ refusal }: SyncSnapshot): boolean {
	return refusal === 'no-right'
}

/** While anything of one's own is unsent, the last edit is not the one they have. `isHere`: they have the programme open now. */
export function partnerWords({ has, sees }: Partner, snapshot: SyncSnapshot, isHere: boolean): string {
	const isUnsent = snapshot.unsent > 0 && !isAllOfOthers(snapshot)
	if (!isUnsent && !snapshot.hasOwn) return m.sync_partner_nothing()
	if (isUnsent || !has) return isShutOut(snapshot) ? m.sync_partner_unknown() : m.program_sync_partner_waits()
	if (!sees) return m.program_sync_partner_has()
	return isHere ? m.program_sync_partner_sees() : m.program_sync_partner_seen()
}

export function isLongOffline({ unsent, connection, lastSyncedAt }: SyncSnapshot, today: IsoDate): boolean {
	if (unsent === 0 || connection === 'connected' || lastSyncedAt === null) return false
	return daysBetween(localDate(new Date(lastSyncedAt)), today) >= LONG_OFFLINE_DAYS
}

/** What the sync sheet says of a document that is filling (sync.md R7): how much is left, why, and what the two can do. */
export interface FillingWords {
	tone: 'plain' | 'amber'
	title: string
	text: string
}

/**
 * A page of 1,800 characters typed letter by letter, as it is stored before the history thins: 37.5 kB, measured. Of what is pasted,
 * or written without a network, there is room for more.
 */
const PAGE_BYTES = 40_000

/** While the server refuses anything, however much room there is, nothing is said of what it takes. */
export function fillingWords(bytesLeft: number, { refusal, refused }: SyncSnapshot): FillingWords {
	const pages = roundedDown(Math.floor(bytesLeft / PAGE_BYTES))
	if (pages === 0) return { tone: 'amber', title: m.sync_full_title(), text: m.sync_full_text() }
	const accepted = refusal === null && refused === 0 ? [m.sync_filling_accepted()] : []
	const text = [...accepted, m.sync_filling_left({ pages }), m.sync_filling_text()].join(' ')
	return { tone: 'plain', title: m.sync_filling_title(), text }
}

/** Two digits are all that is known of it. */
function roundedDown(pages: number): number {
	const step = 10 ** Math.max(0, String(pages).length - 2)
	return Math.floor(pages / step) * step
}

/** Why the server does not take edits, and where they are meanwhile: on the device only while the local store takes them. */
export function refusalWords(
	refusal: CloseReason,
	snapshot: SyncSnapshot,
	endedBy: PartEnding | null = null
): { title: string; text: string } {
	const { title, text } = storedWords(refusal, snapshot, endedBy)
	return { title, text: areOnlyOnPage(refusal, snapshot) ? m.program_refused_on_page() : text }
}

export function contentWords(snapshot: SyncSnapshot): { title: string; text: string } {
	if (snapshot.isHeld) return heldWords(snapshot)
	return refusalWords('malformed', snapshot)
}

function areOnlyOnPage(refusal: CloseReason, { localStore, unsent, isHeld }: SyncSnapshot): boolean {
	return localStore === 'failed' && (refusal !== 'no-right' || (unsent > 0 && !isHeld))
}

function storedWords(
	refusal: CloseReason,
	snapshot: SyncSnapshot,
	endedBy: PartEnding | null
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

function heldWords({ decision }: SyncSnapshot): { title: string; text: string } {
	return decision === 'set-aside'
		? { title: m.sync_set_aside_title(), text: m.sync_ended_set_aside() }
		: { title: m.sync_held_title(), text: m.sync_held_text() }
}

/** What became of the edits that were still here when the right ended. */
function noRightText({ isHeld, unsent, refused, decision }: SyncSnapshot, endedBy: PartEnding | null): string {
	if (isHeld) return decision === 'set-aside' ? m.sync_ended_set_aside() : m.sync_ended_held()
	// What was not refused is on its way to the holding log.
	if (unsent > 0) return refused > 0 ? m.sync_ended_unsent() : m.sync_ended_sending()
	if (decision === 'accepted') return m.sync_ended_accepted()
	return endedBy === null ? m.sync_ended_all_sent() : m.sync_ended_read_on()
}

/** Why a programme may be none of this person's, and what they can do about it: a curator is sent to no curator. */
export function unlistedWords(me: Me): string {
	if (overseesMunicipality(me)) return m.program_unknown_overseer()
	if (seesBoard(me)) return m.program_unknown_organisation()
	return isStaffOnly(me) || me.roles.includes('region') ? m.program_unknown_staff() : m.program_unknown_text()
}
