/** What a regulation chooses from, apart from the schema: the screens need the words, and not what checks a pack. */

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
/** What is written in the plan of a programme (domain.md T9, S10): one of them at least. */
export const programParts = ['goal', 'direction', 'difficulty', 'strength', 'activity'] as const
/** domain.md D18 */
export const consultationModes = ['in-person', 'remote'] as const
/** Three separate sheets since 01.09.2025 (domain.md L3). */
export const consentKinds = ['duties', 'personal-data', 'publication'] as const
/** What an organisation can be by its results (domain.md D9–D11), and the two lists an authority keeps (T33, D3). */
export const standings = [
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
 * Mentees a group has at least, and the most a regulation may ask for or allow: two make a group (domain.md T13); as many as a school
 * class are the largest whom one mentor can still guide together, whatever the relation (T12, R4), and a management team is smaller (D3).
 */
export const groupBounds = { least: 2, most: 30 } as const
/** How many hold an office at once (domain.md D2, D29). */
export const officeHolders = ['several', 'one', 'one-per-organisation'] as const
