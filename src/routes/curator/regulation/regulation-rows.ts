/** A regulation as rows to read, section by section, each value with its source. */
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import type { Regulation, Signatory, Source } from '#domain/regulation/schema.ts'
import { capitalised } from '#lib/ui/format.ts'
import { consentKindWords } from '#lib/ui/words/consents.ts'
import {
	contentWords,
	regulatedDecisionWords,
	formWords,
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
	const sections: SectionRows[] = [
		{ section: 'inForce', rows: [{ text: forceWords(regulation.inForce.value), source: regulation.inForce.source }] },
		...termSections(regulation),
		...choiceSections(regulation),
		...peopleSections(regulation),
		...decisionSections(regulation),
		...workSections(regulation)
	]
	return sections.filter(({ rows }) => rows.length > 0)
}

function termSections({ programTerm, mentorTermMonths, groupSize }: Regulation): SectionRows[] {
	return [
		{
			section: 'programTerm',
			rows: [
				programTerm === null
					? { text: m.regulation_silent_program_term(), source: null }
					: { text: termWords(programTerm.value), source: programTerm.source }
			]
		},
		{
			section: 'mentorTermMonths',
			rows: [
				mentorTermMonths === null
					? { text: m.regulation_silent_mentor_term(), source: null }
					: { text: m.regulation_months({ count: mentorTermMonths.value }), source: mentorTermMonths.source }
			]
		},
		{ section: 'groupSize', rows: [{ text: groupWords(groupSize.value), source: groupSize.source }] }
	]
}

function choiceSections({ mentee, relations, forms }: Regulation): SectionRows[] {
	return [
		{ section: 'mentee', rows: [{ text: menteeWords[mentee.value](), source: mentee.source }] },
		{
			section: 'relations',
			rows: [
				{
					text: listed(relations.value, relationWords),
					...(relations.others !== undefined && { detail: m.regulation_others_allowed() }),
					source: relations.source
				}
			]
		},
		{ section: 'forms', rows: [{ text: listed(forms.value, formWords), source: forms.source }] }
	]
}

function peopleSections(regulation: Regulation): SectionRows[] {
	const { mentorConditions, categories, consents, roles, supervision } = regulation
	return [
		{
			section: 'mentorConditions',
			rows: mentorConditions.map(({ wording, check, source }) => ({ text: wording, detail: checkWords(check), source }))
		},
		{
			section: 'categories',
			rows: categories.map(({ wording, roadmapId, check, source }) => ({
				text: wording,
				detail: m.regulation_roadmap_of({ roadmap: roadmapTitle(roadmapId), check: checkWords(check) }),
				source
			}))
		},
		{
			section: 'consents',
			rows: consents.map(({ kind, by, ofMinors, source }) => ({
				text: `${capitalised(signatoryWords[by]())}: ${consentKindWords[kind]()}`,
				...(ofMinors !== null && { detail: m.regulation_of_minors() }),
				source
			}))
		},
		{
			section: 'roles',
			rows: roles.map(({ role, kinds, title, source }) => ({
				text: `${capitalised(signatoryWords[role]())}: ${title}`,
				...(kinds.length > 0 && { detail: listed(kinds, kindWords) }),
				source
			}))
		},
		{ section: 'composition', rows: compositionRows(regulation) },
		{
			section: 'supervision',
			rows: supervision.map(({ kinds, relations, unit, source }) => ({
				text: unit,
				detail: [listed(kinds, kindWords), listed(relations, relationWords)].filter(Boolean).join(', '),
				source
			}))
		}
	]
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

function decisionSections(regulation: Regulation): SectionRows[] {
	const { decisions, programRequired, programContent, presentation, consultations, completion } = regulation
	const keys = Object.keys(decisions) as (keyof typeof decisions)[]
	return [
		{
			section: 'programRequired',
			rows: programRequired === null ? [] : [{ text: m.regulation_program_required(), source: programRequired }]
		},
		{
			section: 'programContent',
			rows:
				programContent === null
					? []
					: [
							{
								text: listed(programContent.value, contentWords),
								detail: m.regulation_program_content_by_order(),
								source: programContent.source
							}
						]
		},
		{
			section: 'presentation',
			rows:
				presentation === null
					? []
					: [
							{
								text: presentation.value.wording,
								detail: presentation.value.panel.join(', '),
								source: presentation.source
							}
						]
		},
		{
			section: 'consultations',
			rows: consultations === null ? [] : [{ text: consultationWords(consultations), source: consultations.source }]
		},
		{
			section: 'decisions',
			rows: keys.map((key) => ({
				text: regulatedDecisionWords[key](),
				detail: signingWords(regulation, decisions[key]),
				source: decisions[key].source
			}))
		},
		{
			section: 'completion',
			rows: completion.map(({ wording, by, needs, source }) => ({
				text: wording,
				detail: m.regulation_completion_by({
					by: by.map((role) => lowerFirst(roleTitle(regulation, role))).join(', '),
					needs: needsWords[needs]()
				}),
				source
			}))
		}
	]
}

/** The roles in the order of signing, and after them those that the regulation does not name. */
function signingWords(regulation: Regulation, { value, byDefault = [] }: Regulation['decisions']['order']): string {
	const titles = (roles: readonly Signatory[]) => roles.map((role) => roleTitle(regulation, role))
	const all = titles(value).join(' → ')
	return byDefault.length === 0 ? all : m.regulation_signing_by_default({ all, unnamed: titles(byDefault).join(', ') })
}

function workSections(regulation: Regulation): SectionRows[] {
	const { reports, categories, monitoring, process, incentive } = regulation
	return [
		{
			section: 'reports',
			rows: reports.map(({ wording, by, schedule, categories: named, source }) => ({
				text: wording,
				detail: [
					`${roleTitle(regulation, by)}, ${scheduleWords(schedule)}`,
					...categories.filter(({ id }) => named?.includes(id)).map((category) => category.wording)
				].join('; '),
				source
			}))
		},
		{
			section: 'monitoring',
			rows: monitoring.map(({ wording, result, schedule, source }) => ({
				text: wording,
				detail: [scheduleWords(schedule), result].filter(Boolean).join('. '),
				source
			}))
		},
		{ section: 'process', rows: process.map(({ wording, source }) => ({ text: wording, source })) },
		{
			section: 'incentive',
			rows:
				incentive === null
					? [{ text: m.regulation_silent_incentive(), source: null }]
					: [
							...incentive.tiers.value.map((tier) => ({ text: tierWords(tier), source: incentive.tiers.source })),
							...incentive.grounds.map(({ wording, source }) => ({
								text: m.regulation_cancelled_for({ ground: wording }),
								source
							}))
						]
		}
	]
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
