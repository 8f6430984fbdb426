/**
 * The values from which a regulation chooses. They are apart from the schema, because the screens need them without the validation
 * code.
 */

export const organisationKinds = [
	'school',
	'preschool',
	'additional',
	'college',
	'university',
	'psychological',
	'authority',
	'methodical',
	'enterprise'
] as const
/** domain.md T13, S15 */
export const mentoringForms = [
	'traditional',
	'group',
	'virtual',
	'short-term',
	'situational',
	'speed',
	'reverse'
] as const
/** domain.md T12, S15, R4, D3 */
export const relations = [
	'head-head',
	'reservist-head',
	'teacher-teacher',
	'head-teacher',
	'employer-student',
	'lecturer-young-teacher',
	'pupil-pupil',
	'student-pupil',
	'employer-pupil',
	'teacher-pupil',
	'student-student',
	'lecturer-student',
	'head-team'
] as const
export const signatories = ['mentor', 'mentee', 'curator', 'head'] as const
/** What a plan may contain (domain.md T9, S10): at least one item of the part. */
export const programSections = ['goal', 'form', 'direction', 'difficulty', 'strength', 'image', 'activity'] as const
/** domain.md D18 */
export const consultationModes = ['in-person', 'remote'] as const
/** Three separate sheets since 01.09.2025 (domain.md L3). */
export const consentKinds = ['duties', 'personal-data', 'publication'] as const
/** The statuses of an organisation by its results (domain.md D9–D11), and the two lists that an authority keeps (T33, D3). */
export const organisationStatuses = [
	'effective',
	'resilient',
	'ineffective',
	'failing',
	'stably-high',
	'stably-low',
	'at-risk',
	'low-results',
	'difficult-conditions'
] as const
/** domain.md T30 */
export const contestLevels = ['municipal', 'regional', 'national'] as const
/**
 * The least and the most mentees of a group that a regulation may set. Two make a group (domain.md T13). 30, a school class, is the
 * most that one mentor can guide together, in any relation (T12, R4); a management team is smaller (D3).
 */
export const groupBounds = { least: 2, most: 30 } as const
/** How many people hold an office at once (domain.md D2, D29). */
export const officeHolders = ['several', 'one', 'one-per-organisation'] as const

/**
 * The grounds that a reason for closing lists after a colon, of which one applies: «По инициативе куратора: ненадлежащее исполнение
 * программы, форс-мажор». Null: it lists none.
 */
export function listedGrounds(
	reason: { wording: string } | undefined
): { initiative: string; grounds: readonly string[] } | null {
	const [initiative = '', list] = reason?.wording.split(': ') ?? []
	return list === undefined ? null : { initiative, grounds: list.split(', ') }
}
