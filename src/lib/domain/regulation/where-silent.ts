/**
 * What the product does where a regulation says nothing. A pack that takes a value from here says so by having no source
 * for it, and the screens show it as the product's own, not as the regulation's.
 */
import { mentoringForms } from './choices.ts'
import type { CompletionReason, MentoringForm, Regulation, Signatory } from './schema.ts'

type Held<Value> = { value: Value; source: null }

/** Whatever changes what two people agreed needs both, the curator and the head, as in the strictest of the five. */
const everybody: Held<Signatory[]> = held(['mentor', 'mentee', 'curator', 'head'])

export const unsaid = {
	order: held<Signatory[]>(['curator', 'head']),
	extend: everybody,
	change: everybody,
	release: held<Signatory[]>(['mentor', 'curator', 'head']),
	replace: held<Signatory[]>(['mentee', 'curator', 'head']),
	edition: everybody,
	closure: held<Signatory[]>(['curator', 'head'])
} satisfies Regulation['decisions']

export const anyForm: Held<MentoringForm[]> = held([...mentoringForms])

export const anyGroup = held({ min: 2, max: null })

/** A programme whose every activity is done has ended, whether or not a regulation says so. */
export const fulfilledPlan: CompletionReason = {
	id: 'fulfilled',
	wording: 'Завершение плана мероприятий в полном объёме',
	by: ['mentor', 'mentee', 'curator'],
	needs: 'plan',
	source: null
}

function held<Value>(value: Value): Held<Value> {
	return { value, source: null }
}
