/**
 * Federal law that came after the regulations and holds over each of them: mentoring is done on the employee's written
 * consent and ends early with three working days' notice (domain.md L1), and a consent to personal data is a sheet of its
 * own (L3). Content, terms, form and pay of the work are stated by the order and its additional agreement.
 */
import type { CompletionReason, ConsentKind, Regulation, Relation } from './schema.ts'

type Consent = Regulation['consents'][number]

/** A consent a regulation asks for itself is cited from it; the law adds the others. */
export function underLabourLaw(regulation: Regulation): Regulation {
	return {
		...regulation,
		consents: [...regulation.consents, ...missingConsents(regulation)],
		completion: [...regulation.completion, ...(hasNotice(regulation) ? [] : [earlyRefusal])]
	}
}

/** What the law demands and the pack lacks. */
export function missingConsents({ consents }: Pick<Regulation, 'consents'>): Consent[] {
	return lawfulConsents.filter(({ kind, by }) => !consents.some((one) => one.kind === kind && one.by === by))
}

/** Whether both sides of the employment contract may end the mentoring early. */
export function hasNotice({ completion }: Pick<Regulation, 'completion'>): boolean {
	return completion.some(({ needs, by }) => needs === 'notice' && earlyRefusal.by.every((role) => by.includes(role)))
}

/** Whether the mentor works under an employment contract; null: not known yet, as most do. */
export function isEmployed(relation: Relation | null): boolean {
	return relation === null || !learners.includes(relation)
}

const learners: readonly Relation[] = ['pupil-pupil', 'student-pupil', 'student-student']

const lawfulConsents: Consent[] = [
	consent('duties', 'mentor', { rule: 'L1', clause: 'ТК РФ, ст. 351.8' }),
	consent('personal-data', 'mentor', { rule: 'L3', clause: '152-ФЗ, ст. 9' }),
	consent('personal-data', 'mentee', { rule: 'L3', clause: '152-ФЗ, ст. 9' })
]

const earlyRefusal: CompletionReason = {
	id: 'early-refusal',
	wording: 'Досрочный отказ от наставничества или досрочная его отмена с предупреждением за три рабочих дня',
	by: ['mentor', 'curator'],
	needs: 'notice',
	source: { rule: 'L1', clause: 'ТК РФ, ст. 351.8' }
}

function consent(kind: ConsentKind, by: Consent['by'], source: Consent['source']): Consent {
	return { kind, by, ofMinors: null, source }
}
