/** What was found of a mentor for each condition of the regulation, what it rests on, and what is missing (domain.md T29–T32, S4, D12). */
import type { ConditionFinding, Evidence } from '#domain/people/eligibility.ts'
import type { MentorCondition } from '#domain/regulation/schema.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { lengthWords, yearsWords } from '#lib/ui/words/refusals.ts'
import { contestWords, kindWords, standingWords } from '#lib/ui/words/regulation.ts'
import { m } from '#lib/paraglide/messages.js'
import { assessmentText, contestText } from './entry-words.ts'

export interface FindingWords {
	/** A line each; empty: there is nothing to go by. */
	evidence: string[]
	/** Null where the condition is met. */
	missing: string | null
}

export function findingWords({ evidence, isMet }: ConditionFinding, check: MentorCondition['check']): FindingWords {
	return { evidence: evidenceLines(evidence), missing: isMet ? null : missingText(check) }
}

function evidenceLines(evidence: Evidence): string[] {
	switch (evidence.type) {
		case 'years-as-head':
			return [m.people_found_years({ length: lengthWords(evidence.length), least: yearsWords(evidence.atLeast) })]
		case 'confirmed-results':
			return [
				...evidence.contests.map(contestText),
				...evidence.achievements.map(({ title, proof }) => `${title} · ${proof}`)
			]
		case 'assessment':
			return evidence.newest === null ? [] : [assessmentText(evidence.newest)]
		case 'mentoring-course':
			return evidence.courses.map(({ title, certificate, on }) =>
				[title, m.people_course_certificate({ number: certificate ?? '' }), formatDay(on)].join(' · ')
			)
		case 'organisation': {
			const { workplace } = evidence
			if (workplace === null) return []
			return [
				[kindWords[workplace.kind](), ...(workplace.standings ?? []).map((one) => standingWords[one]())].join(' · ')
			]
		}
	}
}

function missingText(check: MentorCondition['check']): string {
	switch (check.type) {
		case 'years-as-head':
			return check.inMunicipality ? m.people_missing_years_here() : m.people_missing_years()
		case 'confirmed-results': {
			const { contest } = check
			if (contest === null) return m.people_missing_results()
			const levels = contest.levels.map((level) => contestWords[level]()).join(', ')
			return contest.asHead ? m.people_missing_contest_as_head({ levels }) : m.people_missing_contest({ levels })
		}
		case 'assessment':
			return m.people_missing_assessment({ share: check.atLeast })
		case 'mentoring-course':
			return m.people_missing_course()
		case 'organisation':
			return m.people_missing_organisation({
				choices: [
					...check.oneOf.map((standing) => standingWords[standing]()),
					...check.orKinds.map((kind) => kindWords[kind]())
				].join(', ')
			})
	}
}
