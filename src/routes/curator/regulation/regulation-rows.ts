/** A regulation as rows to read, section by section, each value with its source. */
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import type { Regulation, Signatory, Source } from '#domain/regulation/schema.ts'
import { capitalised } from '#lib/ui/format.ts'
import { consentKindWords } from '#lib/ui/words/consents.ts'
import {
	contentWords,
	regulatedDecisionWords,
	formsInWords,
	holdersWords,
	kindWords,
	menteeWords,
	needsWords,
	relationWords,
	signatoryWords,
	organisationStatusWords
} from '#lib/ui/words/regulation.ts'
import { m } from '#lib/paraglide/messages.js'
import { roadmapTitle } from './conflict-words.ts'
import {
	checkWords,
	consultationWords,
	forceWords,
	groupWords,
	scheduleWords,
	termWords,
	tierWords
} from './value-words.ts'

export interface Row {
	text: string
	/** Shown below the text, in smaller letters. */
	detail?: string
	/** Null: the regulation is silent, and this is what the product does. */
	source: Source | null
}

export interface SectionRows {
	section: keyof Regulation
	rows: Row[]
}

/** Leaves out a section if the regulation says nothing about it and the product has no rule of its own. */
export function readSections(regulation: Regulation): SectionRows[] {
	return (Object.keys(readers) as (keyof typeof readers)[])
		.map((section) => ({ section, rows: readers[section](regulation) }))
		.filter(({ rows }) => rows.length > 0)
}

/** In the order of the screen. */
const readers = {
	inForce: ({ inForce }) => [valued(inForce, forceWords)],
	programTerm: ({ programTerm }) => [valued(programTerm, termWords, m.regulation_silent_program_term)],
	mentorTermMonths: ({ mentorTermMonths }) => [
		valued(mentorTermMonths, (count) => m.regulation_months({ count }), m.regulation_silent_mentor_term)
	],
	groupSize: ({ groupSize }) => [valued(groupSize, groupWords)],
	mentee: ({ mentee }) => [valued(mentee, (value) => menteeWords[value]())],
	relations: ({ relations }) => [
		{
			...valued(relations, (value) => listed(value, relationWords)),
			...(relations.others !== undefined && { detail: m.regulation_others_allowed() })
		}
	],
	forms: ({ forms }) => [valued(forms, formsInWords)],
	mentorConditions: ({ mentorConditions }) =>
		mentorConditions.map(({ wording, check, source }) => ({ text: wording, detail: checkWords(check), source })),
	categories: ({ categories }) =>
		categories.map(({ wording, roadmapId, check, source }) => ({
			text: wording,
			detail: m.regulation_roadmap_of({ roadmap: roadmapTitle(roadmapId), check: checkWords(check) }),
			source
		})),
	consents: ({ consents }) =>
		consents.map(({ kind, by, ofMinors, source }) => ({
			text: `${capitalised(signatoryWords[by]())}: ${consentKindWords[kind]()}`,
			...(ofMinors !== null && { detail: m.regulation_of_minors() }),
			source
		})),
	roles: ({ roles }) =>
		roles.map(({ role, kinds, title, source }) => ({
			text: `${capitalised(signatoryWords[role]())}: ${title}`,
			...(kinds.length > 0 && { detail: listed(kinds, kindWords) }),
			source
		})),
	composition: compositionRows,
	supervision: ({ supervision }) =>
		supervision.map(({ kinds, relations, unit, source }) => ({
			text: unit,
			detail: [listed(kinds, kindWords), listed(relations, relationWords)].filter(Boolean).join(', '),
			source
		})),
	programRequired: ({ programRequired: source }) =>
		source === null ? [] : [{ text: m.regulation_program_required(), source }],
	programContent: ({ programContent }) =>
		programContent === null
			? []
			: [
					{
						...valued(programContent, (value) => listed(value, contentWords)),
						detail: m.regulation_program_content_by_order()
					}
				],
	presentation: ({ presentation }) =>
		presentation === null
			? []
			: [{ ...valued(presentation, ({ wording }) => wording), detail: presentation.value.panel.join(', ') }],
	consultations: ({ consultations }) =>
		consultations === null ? [] : [{ text: consultationWords(consultations), source: consultations.source }],
	decisions: (regulation) =>
		(Object.keys(regulation.decisions) as (keyof Regulation['decisions'])[]).map((key) => ({
			text: regulatedDecisionWords[key](),
			detail: signingWords(regulation, regulation.decisions[key]),
			source: regulation.decisions[key].source
		})),
	completion: (regulation) =>
		regulation.completion.map(({ wording, by, needs, source }) => ({
			text: wording,
			detail: m.regulation_completion_by({
				by: by.map((role) => lowerFirst(roleTitle(regulation, role))).join(', '),
				needs: needsWords[needs]()
			}),
			source
		})),
	reports: (regulation) =>
		regulation.reports.map(({ wording, by, signedBy, schedule, categories: named, source }) => ({
			text: wording,
			detail: [
				`${roleTitle(regulation, by)}, ${scheduleWords(schedule)}`,
				...(signedBy === undefined
					? []
					: [m.regulation_report_signed_by({ curator: lowerFirst(roleTitle(regulation, signedBy)) })]),
				...regulation.categories.filter(({ id }) => named?.includes(id)).map((category) => category.wording)
			].join('; '),
			source
		})),
	monitoring: ({ monitoring }) =>
		monitoring.map(({ wording, result, schedule, source }) => ({
			text: wording,
			detail: [scheduleWords(schedule), result].filter(Boolean).join('. '),
			source
		})),
	checklists: ({ checklists }) =>
		checklists.map(({ wording, questions, source }) => ({
			text: wording,
			detail: questions.map((question) => question.wording).join('; '),
			source
		})),
	process: ({ process }) => process.map(({ wording, source }) => ({ text: wording, source })),
	incentive: ({ incentive }) =>
		incentive === null
			? [{ text: m.regulation_silent_incentive(), source: null }]
			: [
					...incentive.tiers.value.map((tier) => ({ text: tierWords(tier), source: incentive.tiers.source })),
					...incentive.grounds.map(({ wording, source }) => ({
						text: m.regulation_cancelled_for({ ground: wording }),
						source
					}))
				]
} satisfies Partial<Record<keyof Regulation, (regulation: Regulation) => Row[]>>

/** `silent`: what the product does where the regulation says nothing. */
function valued<Value>(
	given: { value: Value; source: Source | null } | null,
	words: (value: Value) => string,
	silent: () => string = () => ''
): Row {
	return given === null ? { text: silent(), source: null } : { text: words(given.value), source: given.source }
}

function compositionRows({ composition }: Regulation): Row[] {
	if (composition === null) return []
	return [
		{ text: composition.wording, source: composition.source },
		...composition.offices.map(({ wording, holders, standings = [], source }) => ({
			text: wording,
			detail: [holdersWords[holders](), listed(standings, organisationStatusWords)].filter(Boolean).join(': '),
			source
		}))
	]
}

/** The roles in the order of signing, and after them those that the regulation does not name. */
function signingWords(regulation: Regulation, { value, byDefault = [] }: Regulation['decisions']['order']): string {
	const titles = (roles: readonly Signatory[]) => roles.map((role) => roleTitle(regulation, role))
	const all = titles(value).join(' → ')
	return byDefault.length === 0 ? all : m.regulation_signing_by_default({ all, unnamed: titles(byDefault).join(', ') })
}

/** The regulation's title of the role, otherwise the product's. */
function roleTitle({ roles }: Regulation, role: Signatory): string {
	return roles.find((one) => one.role === role && one.kinds.length === 0)?.title ?? capitalised(signatoryWords[role]())
}

function listed<Choice extends string>(
	choices: readonly Choice[],
	words: Readonly<Record<Choice, () => string>>
): string {
	return choices.map((choice) => words[choice]()).join(', ')
}
