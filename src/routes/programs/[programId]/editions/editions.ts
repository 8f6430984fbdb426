import type { Awaited } from '#domain/ledger/awaiting.ts'
import {
	approvedEdition,
	type ApprovedEdition,
	approvedEditions,
	type Ledger,
	type RaisedDecision
} from '#domain/ledger/ledger.ts'
import { hasRewritten } from '#domain/plan/edition.ts'
import type { Signatory } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import type { Decisions } from '../../../decisions/[programId]/decisions.svelte.ts'

/** The approved edition that followed the one of this decision; null: none has, or the decision's own is not approved. */
export function replacementOf(ledger: Ledger, decisionId: string): ApprovedEdition | null {
	const approved = approvedEditions(ledger)
	const own = approved.find(({ id }) => id === decisionId)
	return (own && approved[own.number]) ?? null
}

export interface OpenEdition {
	raised: RaisedDecision
	hash: string
	/** The role in which the person may act on it; null: they only read. */
	role: Signatory | null
	/** Whether their signature is asked for. */
	asked: Extract<Awaited['type'], 'sign'> | null
}

/** The edition that is being signed; null: there is none. */
export function openEditionOf({ state, awaited, roles }: Decisions): OpenEdition | null {
	const raised = state.ledger.matters.findLast(
		({ matter: decision, outcome }) => decision.type === 'edition' && outcome === 'open'
	)
	if (raised?.matter.type !== 'edition') return null
	const asked = awaited.find((one) => one.type === 'sign' && one.matterId === raised.id) ?? null
	const role =
		asked?.role ??
		(raised.raisedBy.personId === state.personId ? raised.raisedBy.role : null) ??
		roles.find((one) => raised.signatories.includes(one)) ??
		null
	return { raised, hash: raised.matter.hash, role, asked: asked === null ? null : 'sign' }
}

/** What the editions screen tells of the decision: while it is open, its comparison with the approved edition. */
export function editionLinkWords(ledger: Ledger, { outcome }: Pick<RaisedDecision, 'outcome'>): string {
	if (outcome !== 'open') return m.decision_editions_title()
	const last = approvedEdition(ledger)
	return last === null ? m.decision_edition_what() : m.decision_edition_compare({ number: last.number })
}

/** What follows from putting the draft forward: raising is signing. */
export function putQuestion(
	decisions: Pick<Decisions, 'signersAfter' | 'ownName'>,
	role: Signatory,
	{ hash, openHash }: { hash: string; openHash: string | null }
): string {
	const people = decisions.signersAfter(role, { type: 'edition', hash })
	const lines = [
		openHash === null ? '' : m.decision_edition_put_anew(),
		m.decision_edition_put_sure(),
		people === decisions.ownName ? '' : m.decision_edition_put_then({ people })
	]
	return lines.filter(Boolean).join('\n')
}

/** Whether the draft may have the text of the approved edition with this hash, and still has to be approved again. */
export function isRewritten(
	{ approved, plan }: Pick<ProgramContext, 'approved' | 'plan'>,
	approvedHash: string | null
): boolean {
	return approved !== null && approved.hash === approvedHash && hasRewritten(plan.activities, approved)
}

/** SHA-256 of `editionText`'s result, hex, equal to the server's. Null: the browser cannot compute it, as on a page without https. */
export async function editionHashOf(text: string): Promise<string | null> {
	if (globalThis.crypto?.subtle === undefined) return null
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
	return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
