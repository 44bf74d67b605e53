/** The rules of the pool for passwords, as the classic pages tell them, and check them while the user types. */
/** What a pool asks of passwords. */
export interface PasswordRules {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
}

const rows = (rules: PasswordRules): readonly (readonly [name: string, text: string])[] => [
  ...(rules.requireLowercase ? [['lowerletter', 'a lower case letter'] as const] : []),
  ...(rules.requireUppercase ? [['upperletter', 'an upper case letter'] as const] : []),
  ...(rules.requireNumbers ? [['numbers', 'a number'] as const] : []),
  ...(rules.requireSymbols ? [['symbols', 'a special character'] as const] : []),
  ['length', `at least ${rules.minimumLength} characters`],
];

/** One line for each rule. Without a script they only tell. */
export const PasswordChecks = ({ rules }: { readonly rules: PasswordRules }) => (
  <div class="checkPassword" data-length={rules.minimumLength}>
    {rows(rules).map(([name, text]) => (
      <div class={`checkPassword-${name}`}>
        <span aria-hidden="true" class={`check-${name}`} />{' '}
        <span class={`checkPasswordText-${name}`}>{`Password must contain ${text}`}</span>
      </div>
    ))}
  </div>
);

/** Marks each rule as kept or not, beside every field for a new password. */
export const checkScript = String.raw`
(function(){
  var rules={lowerletter:/[a-z]/,upperletter:/[A-Z]/,numbers:/[0-9]/,symbols:/[ -\/:-@\[-\x60{-~]/};
  function mark(list,password){
    Array.prototype.forEach.call(list.children,function(row){
      var name=/checkPassword-(\w+)/.exec(row.className)[1];
      var kept=name==='length'?password.length>=Number(list.dataset.length):rules[name].test(password);
      row.firstElementChild.textContent=kept?'\u2713':'\u2716';
      row.classList.remove('passwordCheck-valid-customizable','passwordCheck-notValid-customizable');
      row.classList.add(kept?'passwordCheck-valid-customizable':'passwordCheck-notValid-customizable');
    });
  }
  document.addEventListener('input',function(event){
    if(event.target.name!=='password')return;
    document.querySelectorAll('.checkPassword').forEach(function(list){mark(list,event.target.value);});
  });
})();`;
