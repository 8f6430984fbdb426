/** The sentence at the top of the sync sheet. In its own file because it declines names: other screens do not load that. */
import { declineGivenName } from '#domain/papers/decline-name.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import type { SyncSnapshot } from '#lib/sync/document/session.ts'
import { joinWords, shortNameOf } from '../words.ts'
import { isAllOfOthers } from './sync-words.ts'

/** Answers «where are my edits» in one sentence. */
export function leadOf(program: ProgramContext): string {
	const { snapshot, tick } = program.sync
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
			return snapshot.reviewOutcome === 'accepted' ? m.sync_lead_accepted() : m.sync_lead_on_server()
		case 'delivered':
		case 'seen':
			return m.sync_lead_delivered({
				name: joinWords(snapshot.partners.map(({ personId }) => genitiveOf(program, personId)))
			})
		case 'refused':
			return snapshot.localStore === 'failed' ? m.sync_lead_refused_on_page() : m.sync_lead_refused()
		case 'underReview':
			return m.sync_lead_under_review()
		case 'setAside':
			return m.sync_lead_set_aside()
		case 'gone':
			return snapshot.unsent > 0 ? m.sync_lead_gone_unsent() : m.sync_lead_gone()
	}
}

function unsentLead(snapshot: SyncSnapshot): string {
	const isImported = isAllOfOthers(snapshot)
	// A connection alone would change nothing.
	if (snapshot.connection === 'refused')
		return isImported ? m.sync_lead_imported_stays() : m.sync_lead_on_device_stays()
	if (isImported) return m.sync_lead_imported()
	return snapshot.connection === 'connected' ? m.sync_lead_sending() : m.sync_lead_on_device()
}

/** «Ольги» */
function genitiveOf(program: ProgramContext, personId: string): string {
	const person = program.listing.participants.find((one) => one.person.id === personId)?.person
	if (person === undefined || getLocale() !== 'ru') return shortNameOf(program, personId)
	return declineGivenName(person, 'genitive')
}
