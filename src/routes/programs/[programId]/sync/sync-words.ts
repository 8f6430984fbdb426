/** What the sync sheet says first, and of each place: never safer than the tick (sync.md R1–R4). */
import { daysBetween, localDate, type IsoDate } from '#domain/calendar.ts'
import type { Partner, SyncSnapshot } from '#lib/sync/document/session.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import type { AppKeeping } from '../../../app-update.svelte.ts'
import { fullNameOf, joinWords } from '../people-words.ts'

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
