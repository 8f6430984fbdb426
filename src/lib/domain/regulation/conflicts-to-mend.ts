/** Finds the contradictions with which a pack cannot be used. */
import { cited, regulatedDecisions, type Conflict, type ConflictContext, type ConflictToMend } from './conflict.ts'
import { hasNotice, missingConsents } from './labour-law.ts'
import type { Regulation } from './schema.ts'

export function findConflictsToMend(
	regulation: Regulation,
	{ findRoadmap }: Pick<ConflictContext, 'findRoadmap'>
): (Conflict & ConflictToMend)[] {
	return [
		...findInvertedRanges(regulation),
		...unknownRoadmaps(regulation, findRoadmap),
		...unknownCategories(regulation),
		...tiersOutOfOrder(regulation),
		...brokenSigning(regulation),
		...duplicates(regulation),
		...brokenTeam(regulation),
		...missingLaw(regulation)
	]
}

/** Checks those of the three ranges that are given. */
export function findInvertedRanges({
	programTerm = null,
	groupSize,
	inForce
}: Partial<Pick<Regulation, 'programTerm' | 'groupSize' | 'inForce'>>): (Conflict & ConflictToMend)[] {
	const found: (Conflict & ConflictToMend)[] = []
	if (programTerm !== null && programTerm.value.minMonths > programTerm.value.maxMonths) {
		found.push({ type: 'term-inverted', path: 'programTerm', sources: [programTerm.source] })
	}
	if (groupSize !== undefined && groupSize.value.max !== null && groupSize.value.min > groupSize.value.max) {
		found.push({ type: 'group-inverted', path: 'groupSize', sources: cited(groupSize.source) })
	}
	if (inForce !== undefined && inForce.value.until !== null && inForce.value.until < inForce.value.from) {
		found.push({ type: 'in-force-inverted', path: 'inForce', sources: [inForce.source] })
	}
	return found
}

function unknownRoadmaps({ categories }: Regulation, findRoadmap: ConflictContext['findRoadmap']) {
	return categories.flatMap(({ roadmapId, source }, index) =>
		findRoadmap(roadmapId) === null
			? [{ type: 'unknown-roadmap' as const, path: `categories.${index}.roadmapId`, sources: [source], roadmapId }]
			: []
	)
}

function unknownCategories({ categories, reports }: Regulation) {
	return reports.flatMap(({ categories: named = [], source }, index) =>
		named
			.filter((categoryId) => !categories.some(({ id }) => id === categoryId))
			.map((categoryId) => ({
				type: 'unknown-category' as const,
				path: `reports.${index}.categories`,
				sources: [source],
				categoryId
			}))
	)
}

function tiersOutOfOrder({ incentive }: Regulation) {
	const tiers = incentive?.tiers.value ?? []
	const isAscending = tiers.every((tier, index) => {
		const before = tiers[index - 1]
		return before === undefined || (before.mentees < tier.mentees && before.salaries <= tier.salaries)
	})
	if (incentive === null || isAscending) return []
	return [{ type: 'tiers-not-ascending' as const, path: 'incentive.tiers', sources: [incentive.tiers.source] }]
}

function brokenSigning({ decisions, completion }: Regulation) {
	const found: (Conflict & ConflictToMend)[] = []
	for (const decision of regulatedDecisions(decisions)) {
		const { value, source } = decisions[decision]
		const place = { path: `decisions.${decision}`, sources: cited(source) }
		if (decision === 'order' && !value.includes('head')) found.push({ type: 'order-without-head', ...place })
		if (new Set(value).size < value.length) found.push({ type: 'duplicate-signatory', ...place })
		if (decision !== 'closure' && value.every((role) => role === 'head')) {
			found.push({ type: 'nobody-raises', ...place, what: decision })
		}
	}
	completion.forEach(({ id, by, source }, index) => {
		if (!by.every((role) => role === 'head')) return
		found.push({ type: 'nobody-raises', path: `completion.${index}.by`, sources: cited(source), what: id })
	})
	return found
}

function duplicates(regulation: Regulation) {
	const found: (Conflict & ConflictToMend)[] = []
	for (const list of ['mentorConditions', 'categories', 'completion', 'reports', 'monitoring'] as const) {
		const seen = new Set<string>()
		regulation[list].forEach(({ id, source }, index) => {
			if (seen.has(id)) {
				found.push({ type: 'duplicate-id', path: `${list}.${index}.id`, sources: cited(source), id })
			}
			seen.add(id)
		})
	}
	const offices = new Set<string>()
	regulation.composition?.offices.forEach(({ id, source }, index) => {
		if (offices.has(id)) {
			found.push({ type: 'duplicate-id', path: `composition.offices.${index}.id`, sources: cited(source), id })
		}
		offices.add(id)
	})
	const grounds = new Set<string>()
	regulation.incentive?.grounds.forEach(({ id, source }, index) => {
		if (grounds.has(id)) {
			found.push({ type: 'duplicate-id', path: `incentive.grounds.${index}.id`, sources: cited(source), id })
		}
		grounds.add(id)
	})
	const answered = new Set<string>()
	regulation.supervision.forEach(({ kinds, relations, source }, index) => {
		const claims = [...kinds, ...relations]
		if (claims.length === 0) {
			found.push({ type: 'unit-of-nothing', path: `supervision.${index}`, sources: [source] })
		}
		if (claims.some((claim) => answered.has(claim))) {
			found.push({ type: 'two-units', path: `supervision.${index}`, sources: [source] })
		}
		for (const claim of claims) answered.add(claim)
	})
	const titled = new Set<string>()
	regulation.roles.forEach(({ role, kinds, source }, index) => {
		const claims = (kinds.length === 0 ? ['elsewhere'] : kinds).map((kind) => `${role} ${kind}`)
		if (claims.some((claim) => titled.has(claim))) {
			found.push({ type: 'two-titles', path: `roles.${index}`, sources: [source] })
		}
		for (const claim of claims) titled.add(claim)
	})
	return found
}

function brokenTeam({ mentee, forms, relations }: Regulation) {
	const found: (Conflict & ConflictToMend)[] = []
	const isTeam = mentee.value === 'team'
	if (isTeam && !forms.value.includes('group')) {
		found.push({ type: 'team-without-group', path: 'forms', sources: [mentee.source, ...cited(forms.source)] })
	}
	if (relations.value.some((relation) => (relation === 'head-team') !== isTeam)) {
		const sources = [mentee.source, ...cited(relations.source)]
		found.push({ type: 'relation-of-another-mentee', path: 'relations', sources })
	}
	return found
}

function missingLaw(regulation: Regulation) {
	const found: (Conflict & ConflictToMend)[] = missingConsents(regulation).map(({ kind, source }) => ({
		type: 'labour-law-missing',
		path: 'consents',
		sources: cited(source),
		what: kind
	}))
	if (!hasNotice(regulation)) {
		const sources = [{ rule: 'L1', clause: 'ТК РФ, ст. 351.8' }]
		found.push({ type: 'labour-law-missing', path: 'completion', sources, what: 'notice' })
	}
	return found
}
