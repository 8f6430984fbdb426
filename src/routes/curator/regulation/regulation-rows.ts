/** A regulation as a page to read: part by part, each value with the place it stands at. */
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import type { Regulation, Signatory, Source } from '#domain/regulation/schema.ts'
import { capitalised } from '#lib/ui/format.ts'
import { consentKindWords } from '#lib/ui/words/consents.ts'
import {
	contentWords,
	decisionWords,
	formWords,
	holdersWords,
	kindWords,
	menteeWords,
	needsWords,
	relationWords,
	signatoryWords,
	standingWords
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
	/** Beneath it, in smaller words. */
	detail?: string
	/** Null: the regulation is silent, and this is what the product does. */
	source: Source | null
}

export interface PartRows {
	part: keyof Regulation
	rows: Row[]
}

/** Parts of which a regulation says nothing, and the product does nothing of its own, are left out. */
export function readParts(regulation: Regulation): PartRows[] {
	const parts: PartRows[] = [
		{ part: 'inForce', rows: [{ text: forceWords(regulation.inForce.value), source: regulation.inForce.source }] },
		...termParts(regulation),
		...choiceParts(regulation),
		...peopleParts(regulation),
		...decisionParts(regulation),
		...workParts(regulation)
	]
	return parts.filter(({ rows }) => rows.length > 0)
}

function termParts({ programTerm, mentorTermMonths, groupSize }: Regulation): PartRows[] {
	return [
		{
			part: 'programTerm',
			rows: [
				programTerm === null
					? { text: m.regulation_silent_program_term(), source: null }
					: { text: termWords(programTerm.value), source: programTerm.source }
			]
		},
		{
			part: 'mentorTermMonths',
			rows: [
				mentorTermMonths === null
					? { text: m.regulation_silent_mentor_term(), source: null }
					: { text: m.regulation_months({ count: mentorTermMonths.value }), source: mentorTermMonths.source }
			]
		},
		{ part: 'groupSize', rows: [{ text: groupWords(groupSize.value), source: groupSize.source }] }
	]
}

function choiceParts({ mentee, relations, forms }: Regulation): PartRows[] {
	return [
		{ part: 'mentee', rows: [{ text: menteeWords[mentee.value](), source: mentee.source }] },
		{ part: 'relations', rows: [{ text: listed(relations.value, relationWords), source: relations.source }] },
		{ part: 'forms', rows: [{ text: listed(forms.value, formWords), source: forms.source }] }
	]
}

function peopleParts(regulation: Regulation): PartRows[] {
	const { mentorConditions, categories, consents, roles, supervision } = regulation
	return [
		{
			part: 'mentorConditions',
			rows: mentorConditions.map(({ wording, check, source }) => ({ text: wording, detail: checkWords(check), source }))
		},
		{
			part: 'categories',
			rows: categories.map(({ wording, roadmapId, check, source }) => ({
				text: wording,
				detail: m.regulation_roadmap_of({ roadmap: roadmapTitle(roadmapId), check: checkWords(check) }),
				source
			}))
		},
		{
			part: 'consents',
			rows: consents.map(({ kind, by, ofMinors, source }) => ({
				text: `${capitalised(signatoryWords[by]())}: ${consentKindWords[kind]()}`,
				...(ofMinors !== null && { detail: m.regulation_of_minors() }),
				source
			}))
		},
		{
			part: 'roles',
			rows: roles.map(({ role, kinds, title, source }) => ({
				text: `${capitalised(signatoryWords[role]())}: ${title}`,
				...(kinds.length > 0 && { detail: listed(kinds, kindWords) }),
				source
			}))
		},
		{ part: 'composition', rows: compositionRows(regulation) },
		{
			part: 'supervision',
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
			detail: [holdersWords[holders](), listed(standings, standingWords)].filter(Boolean).join(': '),
			source
		}))
	]
}

function decisionParts(regulation: Regulation): PartRows[] {
	const { decisions, programRequired, programContent, presentation, consultations, completion } = regulation
	const keys = Object.keys(decisions) as (keyof typeof decisions)[]
	return [
		{
			part: 'programRequired',
			rows: programRequired === null ? [] : [{ text: m.regulation_program_required(), source: programRequired }]
		},
		{
			part: 'programContent',
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
			part: 'presentation',
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
			part: 'consultations',
			rows: consultations === null ? [] : [{ text: consultationWords(consultations), source: consultations.source }]
		},
		{
			part: 'decisions',
			rows: keys.map((key) => ({
				text: decisionWords[key](),
				detail: decisions[key].value.map((role) => roleTitle(regulation, role)).join(' → '),
				source: decisions[key].source
			}))
		},
		{
			part: 'completion',
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

function workParts(regulation: Regulation): PartRows[] {
	const { reports, categories, monitoring, process, incentive } = regulation
	return [
		{
			part: 'reports',
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
			part: 'monitoring',
			rows: monitoring.map(({ wording, result, schedule, source }) => ({
				text: wording,
				detail: [scheduleWords(schedule), result].filter(Boolean).join('. '),
				source
			}))
		},
		{ part: 'process', rows: process.map(({ wording, source }) => ({ text: wording, source })) },
		{
			part: 'incentive',
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

/** As this regulation calls the role, and else as the product does. */
function roleTitle({ roles }: Regulation, role: Signatory): string {
	return roles.find((one) => one.role === role && one.kinds.length === 0)?.title ?? capitalised(signatoryWords[role]())
}

function listed<Choice extends string>(
	choices: readonly Choice[],
	words: Readonly<Record<Choice, () => string>>
): string {
	return choices.map((choice) => words[choice]()).join(', ')
}
