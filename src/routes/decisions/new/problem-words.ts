import { m } from '#lib/paraglide/messages.js'
import { shortNames } from '../listing-names.ts'
import type { Problem } from './request-draft.svelte.ts'

export function problemWords(problem: Problem): string {
	switch (problem.field) {
		case 'mentees': {
			if (problem.reason === 'none') return m.forming_problem_nobody()
			const { min, max } = problem
			return max === null ? m.forming_problem_size({ min }) : m.forming_problem_size_span({ min, max })
		}
		case 'category':
			if (problem.reason === 'none') return m.forming_problem_no_category()
			return m.forming_problem_unfit({ people: shortNames(problem.people.map(({ person }) => person)) })
		case 'request':
			return m.forming_problem_no_request()
	}
}
