import type { PartEnding } from '#domain/access.ts'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { SyncSnapshot } from '#lib/sync/document/session.ts'
import { m } from '#lib/paraglide/messages.js'

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
