/** The ledger as a person reads it: what belongs together in one place, the newest first. */
import type { Entry, Ledger, RaisedMatter } from './ledger.ts'

export type ChronicleItem =
	| { type: 'statement'; entry: Entry; standing: 'holds' | 'withdrawn' | 'superseded' }
	/** `followed`: signatures, what settled it, and acquaintances; oldest first. */
	| { type: 'matter'; entry: Entry; raised: RaisedMatter; followed: readonly Entry[] }
	| { type: 'remark'; entry: Entry; followed: readonly Entry[] }
	| { type: 'consultation'; entry: Entry; followed: readonly Entry[] }

/** By what was said of them last. */
export function chronicleOf(ledger: Ledger, entries: readonly Entry[]): ChronicleItem[] {
	const followersOf = (id: string) => entries.filter((entry) => subjectOf(entry) === id)
	return entries
		.filter((entry) => subjectOf(entry) === null)
		.map((entry) => ({ entry, followed: followersOf(entry.id) }))
		.map(({ entry, followed }) => ({
			item: toItem(ledger, entries, entry, followed),
			last: (followed.at(-1) ?? entry).sequence
		}))
		.sort((one, other) => other.last - one.last)
		.map(({ item }) => item)
}

function toItem(ledger: Ledger, entries: readonly Entry[], entry: Entry, followed: readonly Entry[]): ChronicleItem {
	const raised = ledger.matters.find(({ id }) => id === entry.id)
	if (raised !== undefined) return { type: 'matter', entry, raised, followed }
	if (entry.statement.type === 'remark') return { type: 'remark', entry, followed }
	if (entry.statement.type === 'ask-consultation') return { type: 'consultation', entry, followed }
	return { type: 'statement', entry, standing: standingOf(ledger, entries, entry) }
}

/** Of which entry it says something; null: it stands by itself. */
export function subjectOf({ statement }: Pick<Entry, 'statement'>): string | null {
	switch (statement.type) {
		case 'sign':
		case 'decline':
		case 'withdraw-matter':
		case 'register':
		case 'present':
		case 'acquaint':
			return statement.matterId
		case 'answer':
			return statement.remarkId
		case 'answer-consultation':
		case 'refer-consultation':
		case 'withdraw-consultation':
			return statement.consultationId
		case 'request':
		case 'propose':
		case 'except':
		case 'consent':
		case 'withdraw-consent':
		case 'settle-consent-withdrawal':
		case 'raise':
		case 'remark':
		case 'ask-consultation':
		case 'accept-activity':
		case 'cancel-incentive':
		case 'restore-incentive':
		case 'record-evidence':
		case 'withdraw-evidence':
		case 'withdraw-request':
		case 'fulfil-request':
		case 'refuse-proposal':
		case 'involve-specialist':
		case 'release-specialist':
		case 'suspend':
		case 'reinstate':
			return null
	}
}

function standingOf(ledger: Ledger, entries: readonly Entry[], { id, by, sequence, statement }: Entry) {
	if (statement.type === 'propose') return ledger.proposal?.id === id ? 'holds' : 'superseded'
	if (statement.type === 'record-evidence') {
		return ledger.evidence.some((recorded) => recorded.id === id) ? 'holds' : 'withdrawn'
	}
	if (statement.type !== 'consent' || ledger.consents.some((consent) => consent.id === id)) return 'holds'
	const isWithdrawal = (other: Entry) =>
		other.sequence > sequence &&
		other.by.personId === by.personId &&
		other.statement.type === 'withdraw-consent' &&
		other.statement.kind === statement.kind
	return entries.some(isWithdrawal) ? 'withdrawn' : 'superseded'
}
