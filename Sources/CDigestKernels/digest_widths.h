// Four files at once and eight, for the level whose features are switched on around this.
#define WIDTH 4
#define WIDE(name) name##_4
#include "digest_width.h"
#undef WIDTH
#undef WIDE
#define WIDTH 8
#define WIDE(name) name##_8
#include "digest_width.h"
#undef WIDTH
#undef WIDE
