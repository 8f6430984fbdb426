import type { Given } from '../form.ts'

/** For a form whose statement follows from what is typed and its subject alone. */
export function givenTo<Typed, Subject>(typed: Typed, subject: Subject): Given<Typed, Subject> {
	return { typed, subject } as Given<Typed, Subject>
}
