import { addsPlace } from './consultations.ts'
import type { ConsultationStatement } from './judge-consultation.ts'
import type { Consultation, Entry, Ledger } from './ledger.ts'

type Asking = Extract<ConsultationStatement, { type: 'ask-consultation' }>
type Said = Pick<Entry, 'id' | 'at' | 'on' | 'by'>

export function playConsultation(ledger: Ledger, said: Said, statement: ConsultationStatement): Ledger {
	const { consultations } = ledger
	if (statement.type === 'ask-consultation') {
		return { ...ledger, consultations: [...consultations, begin(said, statement)] }
	}
	const { consultationId } = statement
	return {
		...ledger,
		consultations: consultations.map((one) => (one.id === consultationId ? follow(one, said, statement) : one))
	}
}

function begin({ id, by, at, on }: Said, { about, mode }: Asking): Consultation {
	return { id, by, at, on, about, mode, passes: [], appointment: null, referral: null, withdrawnAt: null }
}

function follow(
	consultation: Consultation,
	{ by, at }: Said,
	statement: Exclude<ConsultationStatement, Asking>
): Consultation {
	switch (statement.type) {
		case 'answer-consultation': {
			const { answer } = statement
			return answer.kind === 'take'
				? { ...consultation, appointment: { by, at, on: answer.on, where: answer.where } }
				: { ...consultation, passes: [...consultation.passes, { by, at, ground: answer.ground }] }
		}
		case 'refer-consultation': {
			const { to, on, words } = statement
			if (addsPlace(consultation, statement)) {
				return { ...consultation, referral: { ...consultation.referral, words, place: { by, at } } }
			}
			return { ...consultation, referral: { by, at, to, on, words } }
		}
		case 'withdraw-consultation':
			return { ...consultation, withdrawnAt: at }
	}
}
