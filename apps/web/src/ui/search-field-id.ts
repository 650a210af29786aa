/** The field of the search screen. */
export const searchFieldId = 'search-field';
