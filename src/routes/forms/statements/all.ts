/** Every statement on the screens: its line in the chronicle, and for what may be stated of one's own accord the offer. */
import type { Entry } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { Offer } from '#domain/ledger/statements/all.ts'
import type { Said } from '#domain/ledger/statements/row.ts'
import { m } from '#lib/paraglide/messages.js'
import { type LedgerWords, personOf, type Wording } from '#lib/ui/words/regulation.ts'
import { closureOffers } from './closure.ts'
import { consentOffers, consentViews } from './consents.ts'
import { consultationOffers, consultationViews } from './consultations.ts'
import { decisionOffers, decisionStatementViews } from './decisions.ts'
import type { OfferView, OfferViews, StatementView, StatementViews } from './form.ts'
import { formingOffers, formingViews } from './forming.ts'
import { incentiveOffers, incentiveViews } from './incentives.ts'
import { remarkOffers, remarkViews } from './remarks.ts'
import { reportViews } from './reports.ts'
import { specialistOffers, specialistViews } from './specialists.ts'

const views: StatementViews<Said['type']> = {
	...remarkViews,
	...consultationViews,
	...formingViews,
	...decisionStatementViews,
	...reportViews,
	...specialistViews,
	...incentiveViews,
	...consentViews,
	suspend: {
		said: ({ personId }, { nameOf }) => ({
			text: m.decision_said_suspend({ name: personOf(personId, nameOf) }),
			detail: ''
		})
	},
	reinstate: {
		said: ({ personId }, { nameOf }) => ({
			text: m.decision_said_reinstate({ name: personOf(personId, nameOf) }),
			detail: ''
		})
	}
}

const offers: OfferViews<Offer['type']> = {
	...remarkOffers,
	...consultationOffers,
	...formingOffers,
	...decisionOffers,
	...closureOffers,
	...specialistOffers,
	...incentiveOffers,
	...consentOffers
}

export function statementWords(statement: Entry['statement'], wording: Wording): LedgerWords {
	const view = views[statement.type] as StatementView<Said> | undefined
	// A newer server may send statements that this app does not know.
	return view?.said(statement, wording) ?? { text: m.decision_said_unknown(), detail: '' }
}

/** Of a statement that waits on this device, or was refused: it is not done. */
export function unenteredWords(statement: Statement, wording: Wording): LedgerWords {
	const words = statementWords(statement, wording)
	const view = views[statement.type] as StatementView<Said> | undefined
	return { ...words, text: view?.unentered?.(statement) ?? words.text }
}

export function offerView(offer: Offer): OfferView<Offer> {
	return offers[offer.type] as unknown as OfferView<Offer>
}

/** Label and hint of an offer; `wording`: of the offer's programme. */
export function offerWords(offer: Offer, wording: Wording): { label: string; hint: string } {
	const view = offerView(offer)
	return { label: view.label(offer, wording), hint: view.hint(offer, wording) }
}
