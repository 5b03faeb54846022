#include "server/provision/locale.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace dialtone::provision {

namespace {

struct Language {
    std::string_view locale;
    std::string_view code;
};

constexpr std::array kLanguages = {
    Language{"English_United_States", "en_US"},
    Language{"English_United_Kingdom", "en_GB"},
    Language{"Arabic_Egypt", "ar_EG"},
    Language{"Bulgarian_Bulgaria", "bg_BG"},
    Language{"Catalan_Spain", "ca_ES"},
    Language{"Chinese_China", "zh_CN"},
    Language{"Chinese_Hong_Kong", "zh_HK"},
    Language{"Chinese_Taiwan", "zh_TW"},
    Language{"Croatian_Croatia", "hr_HR"},
    Language{"Czech_Czech_Republic", "cs_CZ"},
    Language{"Danish_Denmark", "da_DK"},
    Language{"Dutch_Netherlands", "nl_NL"},
    Language{"Estonian_Estonia", "et_EE"},
    Language{"Finnish_Finland", "fi_FI"},
    Language{"French_Canada", "fr_CA"},
    Language{"French_France", "fr_FR"},
    Language{"German_Germany", "de_DE"},
    Language{"Greek_Greece", "el_GR"},
    Language{"Hebrew_Israel", "he_IL"},
    Language{"Hungarian_Hungary", "hu_HU"},
    Language{"Italian_Italy", "it_IT"},
    Language{"Japanese_Japan", "ja_JP"},
    Language{"Korean_Korea_Republic", "ko_KR"},
    Language{"Latvian_Latvia", "lv_LV"},
    Language{"Lithuanian_Lithuania", "lt_LT"},
    Language{"Norwegian_Norway", "no_NO"},
    Language{"Polish_Poland", "pl_PL"},
    Language{"Portuguese_Brazil", "pt_BR"},
    Language{"Portuguese_Portugal", "pt_PT"},
    Language{"Romanian_Romania", "ro_RO"},
    Language{"Russian_Russian_Federation", "ru_RU"},
    Language{"Serbian_Republic_of_Serbia", "sr_RS"},
    Language{"Slovak_Slovakia", "sk_SK"},
    Language{"Slovenian_Slovenia", "sl_SI"},
    Language{"Spanish_Colombia", "es_CO"},
    Language{"Spanish_Spain", "es_ES"},
    Language{"Swedish_Sweden", "sv_SE"},
    Language{"Thai_Thailand", "th_TH"},
    Language{"Turkish_Turkey", "tr_TR"},
    Language{"Ukrainian_Ukraine", "uk_UA"},
};

}  // namespace

std::string_view language_code(std::string_view user_locale) {
    const auto* found = std::find_if(kLanguages.begin(), kLanguages.end(), [&](const Language& language) {
        return iequals(language.locale, user_locale);
    });
    return found == kLanguages.end() ? std::string_view{} : found->code;
}

}  // namespace dialtone::provision
